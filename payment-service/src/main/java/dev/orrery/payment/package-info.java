/**
 * The payment service: takes the money for an order, once, or not at all.
 *
 * <p>{@code authorization} holds the payments: what was asked, what was decided, what is still to
 * be told to the provider. {@code provider} is the way to the outside world, which may be slow,
 * away, or silent about what it has done.
 */
@NullMarked
package dev.orrery.payment;

import org.jspecify.annotations.NullMarked;
