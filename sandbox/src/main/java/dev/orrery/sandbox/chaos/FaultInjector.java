package dev.orrery.sandbox.chaos;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.SandboxException;
import dev.orrery.sandbox.link.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Does to a running system what a schedule says, from its creation until it is closed, and mends
 * each fault when its time is over. Where a server takes long to start it may be killed or frozen
 * again before it is ready. Once closed nothing more is broken; what is broken then is left to
 * {@link Sandbox#start()}.
 */
final class FaultInjector implements AutoCloseable {

  /**
   * A fault that was there.
   *
   * @param until when it was mended as planned; a killed server takes longer to be ready
   */
  record Inflicted(Instant at, Disruption disruption) {
    Instant until() {
      return at.plus(disruption.lasting());
    }
  }

  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(500);

  private final Sandbox sandbox;
  private final Schedule schedule;
  private final Consumer<Inflicted> told;
  private final Instant begin = Instant.now();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, ReentrantLock> starting = new ConcurrentHashMap<>();
  private final Map<String, Instant> deadUntil = new ConcurrentHashMap<>();
  private final List<Inflicted> inflicted = new ArrayList<>();

  FaultInjector(Sandbox sandbox, Schedule schedule, Consumer<Inflicted> told) {
    this.sandbox = sandbox;
    this.schedule = schedule;
    this.told = told;
    threads.execute(this::follow);
  }

  private void follow() {
    while (true) {
      Schedule.Planned planned = schedule.next();
      if (isClosedWithin(Duration.between(Instant.now(), begin.plus(planned.at())))) {
        return;
      }
      threads.execute(() -> inflict(planned.disruption()));
    }
  }

  private void inflict(Disruption disruption) {
    Inflicted now = new Inflicted(Instant.now(), disruption);
    synchronized (inflicted) {
      inflicted.add(now);
    }
    told.accept(now);
    String target = disruption.target();
    switch (disruption) {
      case Disruption.Kill _ -> {
        deadUntil.put(target, now.until());
        sandbox.kill(target);
        restart(target);
      }
      case Disruption.Pause _ -> {
        sandbox.pause(target);
        isClosedWithin(disruption.lasting());
        sandbox.resume(target);
      }
      case Disruption.Cut _ -> breakLink(disruption, Conditions.cutOff());
      case Disruption.Stall _ -> breakLink(disruption, Conditions.stalled());
      case Disruption.Delay delay ->
          breakLink(disruption, Conditions.delayed(delay.latency().toMillis()));
    }
  }

  private void breakLink(Disruption disruption, Conditions conditions) {
    become(disruption.target(), conditions);
    isClosedWithin(disruption.lasting());
    become(disruption.target(), Conditions.HEALED);
  }

  private void become(String link, Conditions conditions) {
    do {
      try {
        sandbox.links().become(link, conditions);
        return;
      } catch (SandboxException _) {
        // All have little time to answer when two servers start.
      }
    } while (!isClosedWithin(BEFORE_ANOTHER_TRY));
  }

  /** As an orchestrator does: again and again, for what it needs may be broken as well. */
  private void restart(String target) {
    ReentrantLock lock = starting.computeIfAbsent(target, _ -> new ReentrantLock());
    lock.lock();
    try {
      while (!isClosedWithin(Duration.between(Instant.now(), deadUntil(target)))) {
        try {
          sandbox.start(target);
          return;
        } catch (SandboxException _) {
          // It was killed again, or could not be without what it needs.
          isClosedWithin(BEFORE_ANOTHER_TRY);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Instant deadUntil(String target) {
    return deadUntil.getOrDefault(target, Instant.EPOCH);
  }

  private boolean isClosedWithin(Duration time) {
    try {
      return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Closed, and not waited for any more.
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Those that were there until now, in time's order. */
  List<Inflicted> inflicted() {
    synchronized (inflicted) {
      return List.copyOf(inflicted);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    threads.close();
  }
}
