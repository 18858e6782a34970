/**
 * Locks for work that is longer than a transaction. Redis says whose turn it is ({@link
 * dev.orrery.coordination.FencedLocks}), which keeps others out of the way; it cannot say who is
 * still alive, so it is not what correctness rests on. Each {@link dev.orrery.coordination.Hold}
 * carries a token, higher than that of every hold before, and the protected write shows it to the
 * {@link dev.orrery.coordination.Fence} in its own transaction. A holder that slept through the end
 * of its lease finds its write refused.
 *
 * <p>{@link dev.orrery.coordination.Semaphores} let in so many at a time, for a while each.
 */
@NullMarked
package dev.orrery.coordination;

import org.jspecify.annotations.NullMarked;
