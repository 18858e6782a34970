package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.Bulkhead.Entry;
import java.time.Duration;
import org.springframework.web.servlet.function.ServerResponse;

/** First the caller's share, so that who has it all does not fill the queue as well. */
final class BulkheadLayer implements Layer {

  private final GuardSettings.Bulkhead settings;
  private final Bulkhead bulkhead;
  private final CallerShares callers;

  BulkheadLayer(GuardSettings.Bulkhead settings, Bulkhead bulkhead, CallerShares callers) {
    this.settings = settings;
    this.bulkhead = bulkhead;
    this.callers = callers;
  }

  @Override
  public ServerResponse pass(Call call, Next next) throws Exception {
    String caller = call.caller().id();
    if (!callers.enter(caller, settings.placesOfACaller())) {
      throw new Refused(Refusal.shareTaken(settings.placesOfACaller()));
    }
    call.holds(() -> callers.leave(caller));
    Duration wait = call.deadline().orEarlier(settings.patience());
    Entry entry = bulkhead.enter(wait);
    switch (entry) {
      case QUEUE_FULL, WAITED_IN_VAIN ->
          throw new Refused(
              call.deadline().isOver()
                  ? Refusal.tooLate()
                  : Refusal.full(entry, settings.places(), wait));
      case ENTERED -> call.holds(bulkhead::leave);
    }
    return next.handle(call);
  }
}
