/**
 * Checks a saga before it runs: every order of events, through the engine that runs it.
 *
 * <p>The network is the worst there can be: a message, once sent, may be delivered at any time, any
 * number of times, or never. That one rule holds loss, repetition, reordering and the crash of any
 * process (before its commit nothing has happened; after it, the message comes again). Time may
 * pass between any two events. Pure: no Spring, no clock, no I/O.
 *
 * @see dev.orrery.saga.checker.SagaChecker
 */
@NullMarked
package dev.orrery.saga.checker;

import org.jspecify.annotations.NullMarked;
