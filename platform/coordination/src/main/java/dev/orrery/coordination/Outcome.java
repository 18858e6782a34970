package dev.orrery.coordination;

import org.jspecify.annotations.Nullable;

/** What became of work that wanted a lock. */
public sealed interface Outcome<T extends @Nullable Object> {

  /** The work was done. */
  record Done<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /** Others held the lock for as long as the caller was patient: nothing was done. */
  record Busy<T extends @Nullable Object>() implements Outcome<T> {}

  /** Redis is away, nobody can say whose turn it is: nothing was done. */
  record Unavailable<T extends @Nullable Object>(RuntimeException cause) implements Outcome<T> {}

  /** The lock was lost on the way: what had been written stands, and the rest was not done. */
  record Lost<T extends @Nullable Object>(Exception cause) implements Outcome<T> {}
}
