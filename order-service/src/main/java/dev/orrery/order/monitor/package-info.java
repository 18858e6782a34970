/**
 * Watches what was promised of orders: what begins is to reach its end within its limit. It knows
 * of orders only what their events say.
 */
@NullMarked
package dev.orrery.order.monitor;

import org.jspecify.annotations.NullMarked;
