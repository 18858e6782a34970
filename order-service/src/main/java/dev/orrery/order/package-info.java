/**
 * The order service. {@code cart} is what may become an order, {@code placement} accepts an order
 * and runs its saga, {@code cancellation} takes an order back, {@code orders} is what an order is
 * and where it is kept, {@code pricing} asks inventory what things cost, {@code live} shows an
 * order as it changes, {@code monitor} watches that what was promised of orders holds.
 */
@NullMarked
package dev.orrery.order;

import org.jspecify.annotations.NullMarked;
