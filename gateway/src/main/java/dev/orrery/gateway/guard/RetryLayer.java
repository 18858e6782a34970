package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.RetryPolicy.Outcome;
import dev.orrery.gateway.guard.RetryPolicy.Reason;
import dev.orrery.gateway.guard.RetryPolicy.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerResponse;

/** Asks again, another instance, as long as the policy and the budget allow. */
final class RetryLayer implements Layer {

  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final BooleanSupplier isTrial;
  private final RandomGenerator random;
  private final GuardEvents events;

  RetryLayer(
      RetryPolicy policy,
      RetryBudget budget,
      BooleanSupplier isTrial,
      RandomGenerator random,
      GuardEvents events) {
    this.policy = policy;
    this.budget = budget;
    this.isTrial = isTrial;
    this.random = random;
    this.events = events;
  }

  @Override
  public ServerResponse pass(Call call, Next next) throws Exception {
    budget.called(System.nanoTime());
    for (int attempt = 1; ; attempt++) {
      Duration wait;
      try {
        ServerResponse response = next.handle(call);
        if (!(response instanceof Discardable answer)) {
          return response;
        }
        wait = waitAfter(attempt, answered(response), call);
        if (wait == null) {
          return response;
        }
        answer.discard();
      } catch (Refused refused) {
        throw refused;
      } catch (Exception e) {
        wait = waitAfter(attempt, new Outcome.Failed(Fault.of(e)), call);
        if (wait == null) {
          throw e;
        }
      }
      call.avoidInstance();
      Thread.sleep(wait);
    }
  }

  private static Outcome answered(ServerResponse response) {
    return new Outcome.Answered(
        response.statusCode().value(),
        RetryAfter.parse(response.headers().getFirst(HttpHeaders.RETRY_AFTER), Clock.systemUTC()));
  }

  private @Nullable Duration waitAfter(int attempt, Outcome outcome, Call call) {
    return switch (policy.after(
        attempt, outcome, call.isRepeatable(), call.deadline().left(), random)) {
      case Verdict.Again(Duration wait) -> {
        if (isTrial.getAsBoolean()) {
          yield enough(Reason.TRIAL);
        }
        if (!budget.tryRepeat(System.nanoTime())) {
          yield enough(Reason.NO_BUDGET);
        }
        events.repeats(outcome);
        yield wait;
      }
      case Verdict.Enough(Reason reason) -> enough(reason);
    };
  }

  private @Nullable Duration enough(Reason reason) {
    if (reason != Reason.DONE) {
      events.gaveUp(reason);
    }
    return null;
  }
}
