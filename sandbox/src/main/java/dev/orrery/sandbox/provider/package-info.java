/**
 * A payment provider to test against: a program of its own, outside our world, that behaves as the
 * ones on the internet do.
 *
 * <p>Its book is durable and never loses an answer it gave; its network is not so kind. Every call
 * names the merchant's {@code reference} and may be repeated. What a card does is in its token, as
 * card networks have it ({@link dev.orrery.sandbox.provider.TestCard}); what the provider itself
 * suffers from is set at {@code /v1/faults}; what it really charged is read at {@code /v1/book}.
 */
@NullMarked
package dev.orrery.sandbox.provider;

import org.jspecify.annotations.NullMarked;
