/** For the tests of sagas: a test reads as the conversation of the saga with its participants. */
@NullMarked
package dev.orrery.saga.testing;

import org.jspecify.annotations.NullMarked;
