/** What there is to buy. The catalogue is read much and written by operators. */
@NullMarked
package dev.orrery.inventory.catalog;

import org.jspecify.annotations.NullMarked;
