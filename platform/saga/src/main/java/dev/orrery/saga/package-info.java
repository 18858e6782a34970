/**
 * The saga language and its engine, both pure: no Spring, no clock, no I/O.
 *
 * <p>A saga is a sequence of groups of steps: commands to participants, or code of its own. Up to
 * the pivot every step can be undone, and a refusal or a timeout undoes, in reverse, whatever may
 * have happened: also the step whose outcome is not known. From the pivot on the saga only goes
 * forward, and repeats a step until it succeeds. The engine is a function of a state and a signal;
 * {@code dev.orrery.saga.runtime} keeps the state in Postgres and turns replies and due timers into
 * signals.
 *
 * @see <a href="https://www.cs.cornell.edu/andru/cs711/2002fa/reading/sagas.pdf">Garcia-Molina,
 *     Salem: Sagas (1987)</a>
 */
@NullMarked
package dev.orrery.saga;

import org.jspecify.annotations.NullMarked;
