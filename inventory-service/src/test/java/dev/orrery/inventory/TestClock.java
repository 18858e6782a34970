package dev.orrery.inventory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is moved. Thread-safe. */
public final class TestClock implements InstantSource {
  private static final Instant START = Instant.parse("2026-06-21T12:00:00.123456789Z");

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  void reset() {
    now = START;
  }
}
