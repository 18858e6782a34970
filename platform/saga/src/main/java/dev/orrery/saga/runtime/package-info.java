/**
 * Keeps sagas in Postgres and moves them by replies and timers.
 *
 * <p>Whatever moves a saga does so in one transaction: its state, the commands it sends (outbox
 * rows) and, at its end, what {@link dev.orrery.saga.Saga#completed}, {@link
 * dev.orrery.saga.Saga#rolledBack} or {@link dev.orrery.saga.Saga#abandoned} does. A crash anywhere
 * leaves a state from which a reply or a timer goes on.
 */
@NullMarked
package dev.orrery.saga.runtime;

import org.jspecify.annotations.NullMarked;
