package dev.orrery.sandbox;

import java.io.Serial;

/** Something a user has to know; the message is the sentence to show, no stack trace needed. */
public sealed class SandboxException extends RuntimeException permits UsageException {

  @Serial private static final long serialVersionUID = 1;

  public SandboxException(String sentence) {
    super(sentence);
  }

  public SandboxException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
