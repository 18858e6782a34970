package dev.orrery.coordination;

import org.jspecify.annotations.Nullable;

/** What is done under a lock. It ends soon when it is interrupted: the lock was lost. */
@FunctionalInterface
public interface Work<T extends @Nullable Object, E extends Exception> {
  T under(Hold hold) throws E;
}
