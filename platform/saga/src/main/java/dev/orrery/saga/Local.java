package dev.orrery.saga;

/** What a step that is code in the saga's own transaction has come to. */
public sealed interface Local<D> {

  /** What the saga remembers from now on. */
  D data();

  /** It is done, if the transaction commits. */
  record Done<D>(D data) implements Local<D> {}

  /** It will not be done, and nothing has happened: the saga turns back. */
  record Refused<D>(D data) implements Local<D> {}
}
