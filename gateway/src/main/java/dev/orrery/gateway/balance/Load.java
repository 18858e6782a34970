package dev.orrery.gateway.balance;

import dev.orrery.gateway.balance.BalanceReport.InstanceReport;
import java.util.concurrent.TimeUnit;

/**
 * What one caller has seen of one instance. Times are nanoseconds of one clock. Thread-safe.
 *
 * <p>The latency is Finagle's peak-sensitive average: it follows a rise at once and a fall slowly,
 * so that an instance in trouble is left by the first bad answer and believed again bit by bit.
 */
final class Load {

  private static final double DECAY = TimeUnit.SECONDS.toNanos(2);

  /** Below this, differences are noise; and what was never asked is not better than all others. */
  private static final double FLOOR = TimeUnit.MILLISECONDS.toNanos(1);

  private final long firstSeen;
  private int inFlight;
  private double latency;
  private long observed;
  private int failuresInARow;
  private int ejections;
  private long ejectedUntil;
  private long drainingUntil;

  Load(long now) {
    this.firstSeen = now;
    this.observed = now;
    this.ejectedUntil = now;
    this.drainingUntil = now;
  }

  synchronized void begin() {
    inFlight++;
  }

  /** Whether it is ejected by this. */
  synchronized boolean end(long now, long nanos, boolean failed, Ejection ejection) {
    inFlight--;
    observe(now, nanos);
    if (!failed) {
      failuresInARow = 0;
      ejections = now > ejectedUntil ? Math.max(0, ejections - 1) : ejections;
    } else if (++failuresInARow >= ejection.afterFailures()) {
      failuresInARow = 0;
      ejections++;
      ejectedUntil = now + ejection.nanos(ejections);
      return true;
    }
    return false;
  }

  private void observe(long now, long nanos) {
    double remembered = Math.exp(-Math.max(0, now - observed) / DECAY);
    latency = nanos > latency ? nanos : latency * remembered + nanos * (1 - remembered);
    observed = now;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  /** How long one more call would take, as far as can be told. */
  synchronized double cost(long now) {
    double remembered = Math.exp(-Math.max(0, now - observed) / DECAY);
    return Math.max(FLOOR, latency * remembered) * (inFlight + 1);
  }

  synchronized boolean isEjected(long now) {
    return now < ejectedUntil;
  }

  /** It has said that it is about to stop; whether that is news. */
  synchronized boolean drains(long now, Draining draining) {
    boolean news = !isDraining(now);
    drainingUntil = now + draining.memory().toNanos();
    return news;
  }

  synchronized boolean isDraining(long now) {
    return now < drainingUntil;
  }

  synchronized InstanceReport report(String instance, long now) {
    return new InstanceReport(
        instance,
        inFlight,
        Math.round(latency * Math.exp(-Math.max(0, now - observed) / DECAY) / 10_000) / 100.0,
        TimeUnit.NANOSECONDS.toSeconds(now - firstSeen),
        TimeUnit.NANOSECONDS.toMillis(Math.max(0, ejectedUntil - now)),
        TimeUnit.NANOSECONDS.toMillis(Math.max(0, drainingUntil - now)));
  }

  /** The share of its calls it is given, up to 1: it must load classes and fill caches first. */
  double warmth(long now, long slowStartNanos) {
    long age = now - firstSeen;
    return age >= slowStartNanos ? 1 : Math.max(0.1, (double) age / slowStartNanos);
  }
}
