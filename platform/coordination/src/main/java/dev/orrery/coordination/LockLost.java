package dev.orrery.coordination;

/** Another holds the lock by now, or may. What this holder has not written yet it must not. */
public final class LockLost extends RuntimeException {
  private final long newestToken;

  private LockLost(String message, long newestToken) {
    super(message);
    this.newestToken = newestToken;
  }

  static LockLost noticed(Hold hold) {
    return new LockLost("the lock %s was lost".formatted(hold.lock()), hold.token());
  }

  static LockLost refused(Hold hold, long newestToken) {
    return new LockLost(
        "token %d of the lock %s was refused: %d has written"
            .formatted(hold.token(), hold.lock(), newestToken),
        newestToken);
  }

  /** The highest token known to have been given. */
  long newestToken() {
    return newestToken;
  }
}
