package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.Race.Finish;
import io.micrometer.context.ContextSnapshotFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Asks a second instance where the first takes longer than nearly all calls do, and takes the
 * answer that comes first. A hedge is paid for by the budget of repetitions. Dean, Barroso: The
 * Tail at Scale.
 */
final class HedgeLayer implements Layer {

  private static final ContextSnapshotFactory CONTEXT = ContextSnapshotFactory.builder().build();

  private final Hedging hedging;
  private final RetryBudget budget;
  private final BooleanSupplier isTrial;
  private final GuardEvents events;

  HedgeLayer(Hedging hedging, RetryBudget budget, BooleanSupplier isTrial, GuardEvents events) {
    this.hedging = hedging;
    this.budget = budget;
    this.isTrial = isTrial;
    this.events = events;
  }

  @Override
  public ServerResponse pass(Call call, Next next) throws Exception {
    Optional<Duration> wait =
        isTrial.getAsBoolean()
            ? Optional.empty()
            : hedging.after(call.isHarmless(), call.deadline().left(), System.nanoTime());
    long begun = System.nanoTime();
    try {
      return wait.isPresent() ? race(call, next, wait.get()) : next.handle(call);
    } finally {
      hedging.took(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private ServerResponse race(Call call, Next next, Duration wait) throws Exception {
    Call first = call.copy();
    // Made now: later the first one writes to what it is made of.
    Call hedge = call.copy();
    try (Race race = new Race()) {
      race.start(attempt(first, next));
      Finish finish = race.next(wait);
      if (finish == null) {
        finish = isHedged(first, hedge) ? hedged(race, attempt(hedge, next)) : race.next();
      }
      boolean isFirst = finish.attempt() == 0;
      call.tried(isFirst ? first : hedge);
      (isFirst ? hedge : first).giveUp();
      return finish.orThrow();
    }
  }

  /** Only away from an instance that is known, and within the budget. */
  private boolean isHedged(Call first, Call hedge) {
    if (first.instance().isEmpty() || !budget.tryRepeat(System.nanoTime())) {
      return false;
    }
    hedge.goesElsewhereThan(first.instance().get());
    return true;
  }

  private Finish hedged(Race race, Callable<ServerResponse> hedge) throws InterruptedException {
    race.start(hedge);
    Finish finish = race.next();
    if (finish.isNowhere()) {
      hedging.foundNoOther(System.nanoTime());
    }
    if (!finish.isGood()) {
      // The other may do better; if not, what the first one says is what is told.
      Finish other = race.next();
      Finish better = other.isGood() || other.attempt() == 0 ? other : finish;
      (better == other ? finish : other).drop();
      finish = better;
    }
    events.hedged(finish.attempt() == 1);
    return finish;
  }

  private static Callable<ServerResponse> attempt(Call call, Next next) {
    return CONTEXT.captureAll().wrap(() -> next.handle(call));
  }
}
