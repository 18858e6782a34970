/** Experiments on the running system that tell what they do and end with their figures. */
@NullMarked
package dev.orrery.sandbox.demo;

import org.jspecify.annotations.NullMarked;
