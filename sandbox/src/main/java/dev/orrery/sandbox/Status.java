package dev.orrery.sandbox;

import java.time.Duration;

/**
 * How one server is.
 *
 * @param pid 0 where it does not run
 * @param memory bytes in RAM, its share of what it shares with others
 */
public record Status(String name, int port, Health health, long pid, long memory, Duration uptime) {

  public enum Health {
    STOPPED,
    /** It runs and does not answer as it should: it starts, or it is ill. */
    UNREADY,
    PAUSED,
    READY
  }
}
