package dev.orrery.messaging;

/** The messages of these tests. */
sealed interface Note {
  record Written(String text) implements Note {}

  record Answered(String text) implements Note {}
}
