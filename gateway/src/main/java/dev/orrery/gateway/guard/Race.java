package dev.orrery.gateway.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Attempts at the same thing that run at the same time, each in a thread of its own. The first that
 * brings an answer wins; the others are interrupted, by which their connections close, and what
 * they bring all the same is discarded. Of one thread, but for the attempts.
 */
final class Race implements AutoCloseable {

  /** How an attempt ended. */
  record Finish(int attempt, @Nullable ServerResponse answer, @Nullable Exception thrown) {

    boolean isGood() {
      return answer != null && !answer.statusCode().is5xxServerError();
    }

    ServerResponse orThrow() throws Exception {
      if (answer == null) {
        throw thrown == null ? new IllegalStateException("neither answered nor failed") : thrown;
      }
      return answer;
    }

    /** There was no instance to ask. */
    boolean isNowhere() {
      return thrown != null && Fault.of(thrown) == Fault.NO_INSTANCE;
    }

    void drop() {
      if (answer instanceof Discardable unread) {
        unread.discard();
      }
    }
  }

  private final LinkedBlockingQueue<Finish> finished = new LinkedBlockingQueue<>();
  private final List<Thread> runners = new ArrayList<>();
  private boolean over;

  void start(Callable<ServerResponse> attempt) {
    int number = runners.size();
    runners.add(
        Thread.ofVirtual().name("attempt-", number).start(() -> finish(run(number, attempt))));
  }

  private static Finish run(int number, Callable<ServerResponse> attempt) {
    try {
      return new Finish(number, attempt.call(), null);
    } catch (Exception e) {
      return new Finish(number, null, e);
    }
  }

  private void finish(Finish finish) {
    boolean late;
    synchronized (finished) {
      late = over;
      if (!late) {
        finished.add(finish);
      }
    }
    if (late) {
      finish.drop();
    }
  }

  /** Null where none has ended within that time. */
  @Nullable Finish next(Duration patience) throws InterruptedException {
    return finished.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  Finish next() throws InterruptedException {
    return finished.take();
  }

  /** Ends those that still run. */
  @Override
  public void close() {
    synchronized (finished) {
      over = true;
    }
    finished.forEach(Finish::drop);
    runners.forEach(Thread::interrupt);
  }
}
