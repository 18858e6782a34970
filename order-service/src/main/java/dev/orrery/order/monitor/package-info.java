/**
 * Watches that what was promised of orders holds while they run. It knows of them only what their
 * events and the participants' replies say, and shares no rule with the code that it watches.
 */
@NullMarked
package dev.orrery.order.monitor;

import org.jspecify.annotations.NullMarked;
