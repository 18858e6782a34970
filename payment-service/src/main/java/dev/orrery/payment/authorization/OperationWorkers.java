package dev.orrery.payment.authorization;

import dev.orrery.messaging.MessageTraces;
import dev.orrery.payment.provider.Provider;
import dev.orrery.payment.provider.ProviderProperties;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Carries operations out, each on a virtual thread: those handed over as they were opened, and
 * those found due, whoever opened them. There are never more than the provider has places.
 */
@Component
final class OperationWorkers implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(OperationWorkers.class);

  private final Dispatcher dispatcher;
  private final OperationRows operations;
  private final Carrier carrier;
  private final Provider provider;
  private final DueBell bell;
  private final MessageTraces traces;
  private final AuthorizationProperties properties;
  // So that looking for work never takes all places from those who bring some.
  private final int placesAtOnce;

  private volatile @Nullable ExecutorService threads;
  private volatile boolean moreAreDue;

  OperationWorkers(
      Dispatcher dispatcher,
      OperationRows operations,
      Carrier carrier,
      Provider provider,
      DueBell bell,
      MessageTraces traces,
      AuthorizationProperties properties,
      ProviderProperties providerProperties) {
    this.dispatcher = dispatcher;
    this.operations = operations;
    this.carrier = carrier;
    this.provider = provider;
    this.bell = bell;
    this.traces = traces;
    this.properties = properties;
    this.placesAtOnce = Math.max(1, providerProperties.maxInFlight() / 4);
  }

  @Override
  public void start() {
    ExecutorService started = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    threads = started;
    started.execute(this::lookForDue);
    dispatcher.handTo(operation -> carryOut(started, operation));
  }

  /** An operation that does not end in time stays leased, and is taken up by another instance. */
  @Override
  public void stop() {
    ExecutorService stopping = threads;
    if (stopping == null) {
      return;
    }
    threads = null;
    dispatcher.handTo(null);
    bell.ring();
    stopping.shutdown();
    try {
      if (!stopping.awaitTermination(properties.grace().toMillis(), TimeUnit.MILLISECONDS)) {
        stopping.shutdownNow();
      }
    } catch (InterruptedException e) {
      stopping.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return threads != null;
  }

  /** Stops after the consumers, which hand over, and before the outbox, which sends the replies. */
  @Override
  public int getPhase() {
    return 1_000;
  }

  private void lookForDue() {
    boolean failing = false;
    while (isRunning()) {
      try {
        claim();
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          log.warn("Operations that are due cannot be looked for at the moment: {}", e.toString());
        }
        failing = true;
      }
      try {
        bell.await(properties.pollInterval());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void claim() {
    ExecutorService to = threads;
    moreAreDue = false;
    boolean found = true;
    while (found && to != null) {
      int places = enter();
      if (places == 0) {
        moreAreDue = true;
        return;
      }
      int taken = 0;
      try {
        List<Operation> due = operations.claim(places);
        taken = due.size();
        due.forEach(operation -> carryOut(to, operation));
      } finally {
        leave(places - taken);
      }
      found = taken == places;
    }
  }

  private int enter() {
    int places = 0;
    while (places < placesAtOnce && provider.tryEnter()) {
      places++;
    }
    return places;
  }

  private void leave(int places) {
    for (int i = 0; i < places; i++) {
      provider.leave();
    }
  }

  private void carryOut(ExecutorService to, Operation operation) {
    try {
      to.execute(() -> carryOut(operation));
    } catch (RejectedExecutionException e) {
      provider.leave(); // We are stopping: it stays leased for another instance.
    }
  }

  private void carryOut(Operation operation) {
    String name = "payment " + operation.action().name().toLowerCase(Locale.ROOT);
    try {
      traces.within(operation.traceparent(), name, () -> carrier.carryOut(operation));
    } catch (RuntimeException e) {
      log.warn(
          "{} of order {} is left to its lease: {}",
          operation.action(),
          operation.orderId(),
          e.toString());
    } finally {
      provider.leave();
      if (moreAreDue) {
        bell.ring();
      }
    }
  }
}
