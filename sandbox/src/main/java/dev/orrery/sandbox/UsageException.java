package dev.orrery.sandbox;

import java.io.Serial;

/** What was asked for makes no sense. */
public final class UsageException extends SandboxException {

  @Serial private static final long serialVersionUID = 1;

  public UsageException(String sentence) {
    super(sentence);
  }
}
