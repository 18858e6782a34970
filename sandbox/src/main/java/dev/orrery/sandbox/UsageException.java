package dev.orrery.sandbox;

import java.io.Serial;

/** What was asked for makes no sense. */
final class UsageException extends SandboxException {

  @Serial private static final long serialVersionUID = 1;

  UsageException(String sentence) {
    super(sentence);
  }
}
