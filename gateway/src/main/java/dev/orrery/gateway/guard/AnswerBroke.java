package dev.orrery.gateway.guard;

import java.io.IOException;

/** The upstream had begun to answer and did not end. */
public final class AnswerBroke extends IOException {

  public AnswerBroke(Exception cause) {
    super(cause);
  }
}
