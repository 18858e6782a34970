package dev.orrery.gateway;

import java.io.IOException;

/** The upstream had begun to answer and did not end. */
final class AnswerBroke extends IOException {

  AnswerBroke(Exception cause) {
    super(cause);
  }
}
