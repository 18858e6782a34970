package dev.orrery.writebehind;

import java.time.Duration;

/** A value could not be read or written now; the caller may come again. */
public final class BufferUnavailable extends RuntimeException {
  private final Duration retryAfter;

  private BufferUnavailable(String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  private BufferUnavailable(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  static BufferUnavailable full(String buffer) {
    return new BufferUnavailable(
        "Too much of %s waits to be stored; nothing more is taken for the moment."
            .formatted(buffer),
        Duration.ofSeconds(5));
  }

  static BufferUnavailable contended(String buffer) {
    return new BufferUnavailable(
        "Too many change the same of %s at once.".formatted(buffer), Duration.ofSeconds(1));
  }

  static BufferUnavailable closed(String buffer) {
    return new BufferUnavailable(
        "This instance takes nothing of %s any more.".formatted(buffer), Duration.ofSeconds(1));
  }

  /** Whether a write was taken all the same is not known. */
  static BufferUnavailable away(String buffer, RuntimeException cause) {
    return new BufferUnavailable(
        "What keeps %s does not answer.".formatted(buffer), Duration.ofSeconds(2), cause);
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
