package dev.orrery.security;

import org.springframework.security.core.AuthenticationException;

/** A token may be good, and nobody can tell at the moment: its sender may try again. */
final class CannotVerify extends AuthenticationException {

  CannotVerify(String sentence) {
    super(sentence);
  }

  CannotVerify(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
