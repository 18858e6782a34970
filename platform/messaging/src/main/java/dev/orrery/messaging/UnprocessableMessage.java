package dev.orrery.messaging;

/** This message can never be handled: no retry, straight to the dead letters. */
public final class UnprocessableMessage extends RuntimeException {
  public UnprocessableMessage(String reason) {
    super(reason);
  }

  public UnprocessableMessage(String reason, Throwable cause) {
    super(reason, cause);
  }
}
