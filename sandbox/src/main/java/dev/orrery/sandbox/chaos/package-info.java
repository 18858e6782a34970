/** Random faults, drawn from a seed so that a run can be repeated. */
@NullMarked
package dev.orrery.sandbox.chaos;

import org.jspecify.annotations.NullMarked;
