package dev.orrery.sandbox.chaos;

import java.time.Duration;

/** What is broken, and for how long before it is mended. */
public sealed interface Disruption {

  /** The process or link. */
  String target();

  Duration lasting();

  /** Ended by SIGKILL and started again. */
  record Kill(String target, Duration lasting) implements Disruption {
    @Override
    public String toString() {
      return "kill %s, start after %d ms".formatted(target, lasting.toMillis());
    }
  }

  /** Frozen by SIGSTOP and resumed. */
  record Pause(String target, Duration lasting) implements Disruption {
    @Override
    public String toString() {
      return "pause %s for %d ms".formatted(target, lasting.toMillis());
    }
  }

  record Cut(String target, Duration lasting) implements Disruption {
    @Override
    public String toString() {
      return "cut %s for %d ms".formatted(target, lasting.toMillis());
    }
  }

  record Stall(String target, Duration lasting) implements Disruption {
    @Override
    public String toString() {
      return "stall %s for %d ms".formatted(target, lasting.toMillis());
    }
  }

  /** Answers are late by the latency. */
  record Delay(String target, Duration lasting, Duration latency) implements Disruption {
    @Override
    public String toString() {
      return "delay %s by %d ms for %d ms"
          .formatted(target, latency.toMillis(), lasting.toMillis());
    }
  }
}
