/**
 * The shop as its customers see it, and the {@link dev.orrery.sandbox.shop.Audit} that states what
 * holds of it once the dust has settled, whatever was broken.
 */
@NullMarked
package dev.orrery.sandbox.shop;

import org.jspecify.annotations.NullMarked;
