/**
 * The payment provider, over HTTP: every call may be repeated, and no call throws.
 *
 * <p>What comes back is an {@link dev.orrery.payment.provider.Answer}: what the provider says, or
 * that it refuses, or that nobody knows what happened, or that now is not the time to call. The
 * breaker counts only what the provider is to blame for; the bulkhead is entered before work is
 * taken up, not when it is under way.
 */
@NullMarked
package dev.orrery.payment.provider;

import org.jspecify.annotations.NullMarked;
