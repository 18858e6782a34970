package dev.orrery.gateway.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerResponse;

/** Bounds choosing an instance, connecting and waiting for the head of its answer. */
final class AttemptLayer implements Layer {

  private final TimeLimit timeLimit;
  private final @Nullable Duration limit;

  AttemptLayer(TimeLimit timeLimit, @Nullable Duration limit) {
    this.timeLimit = timeLimit;
    this.limit = limit;
  }

  @Override
  public ServerResponse pass(Call call, Next next) throws Exception {
    if (call.deadline().isOver()) {
      throw new Refused(Refusal.tooLate());
    }
    Duration limitNow = limit == null ? call.deadline().left() : call.deadline().orEarlier(limit);
    return timeLimit.within(limitNow, () -> next.handle(call));
  }
}
