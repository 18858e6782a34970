package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs blocking work in the calling thread and interrupts it when its time is up. No thread changes
 * hands: on virtual threads, waiting in place is the cheap way.
 */
public final class TimeLimit implements AutoCloseable {

  private final ScheduledThreadPoolExecutor clock;

  TimeLimit() {
    clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("time-limit").daemon().factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /**
   * @throws TimeLimitExceeded when the work did not end in time; the work was interrupted
   */
  public <T> T within(Duration limit, Callable<T> work) throws Exception {
    Alarm alarm = new Alarm(Thread.currentThread());
    ScheduledFuture<?> due = clock.schedule(alarm, limit.toNanos(), TimeUnit.NANOSECONDS);
    T result;
    try {
      result = work.call();
    } catch (Exception e) {
      if (alarm.rangBefore(due)) {
        throw new TimeLimitExceeded(limit, e);
      }
      throw e;
    }
    alarm.rangBefore(due);
    return result;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static final class Alarm implements Runnable {

    private enum State {
      SET,
      OFF,
      RINGING,
      RANG
    }

    private final Thread worker;
    private final AtomicReference<State> state = new AtomicReference<>(State.SET);

    Alarm(Thread worker) {
      this.worker = worker;
    }

    @Override
    public void run() {
      if (state.compareAndSet(State.SET, State.RINGING)) {
        worker.interrupt();
        state.set(State.RANG);
      }
    }

    /** Leaves no interrupt behind: one that is under way is awaited and cleared. */
    boolean rangBefore(ScheduledFuture<?> due) {
      if (state.compareAndSet(State.SET, State.OFF)) {
        due.cancel(false);
        return false;
      }
      while (state.get() != State.RANG) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
      return true;
    }
  }
}
