package dev.orrery.gateway.guard;

import dev.orrery.gateway.guard.GuardSettings.RateLimit;
import dev.orrery.gateway.guard.RateLimiter.Algorithm;
import dev.orrery.gateway.guard.RateLimiter.Limit;
import dev.orrery.gateway.guard.RateLimiter.Verdict;
import org.springframework.web.servlet.function.ServerResponse;

/** Counts the call where all gateways count; where that is away, as the route has chosen. */
final class RateLimitLayer implements Layer {

  private final String route;
  private final RateLimit settings;
  private final RateLimiter shared;
  private final RateLimiter local;
  private final GuardEvents events;

  RateLimitLayer(
      String route, RateLimit settings, RateLimiter shared, RateLimiter local, GuardEvents events) {
    this.route = route;
    this.settings = settings;
    this.shared = shared;
    this.local = local;
    this.events = events;
  }

  @Override
  public ServerResponse pass(Call call, Next next) throws Exception {
    if (settings.algorithm() == Algorithm.NONE) {
      return next.handle(call);
    }
    Caller caller = call.caller();
    String key =
        switch (settings.per()) {
          case CALLER -> route + ":" + caller.id();
          case ADDRESS -> route + ":" + caller.address();
          case ROUTE -> route;
        };
    Limit limit = settings.limit(settings.per() == RateLimit.Per.CALLER ? caller.times() : 1);
    Verdict verdict = take(key, limit);
    call.tells(RateLimitFields.POLICY, RateLimitFields.policy(route, limit));
    call.tells(RateLimitFields.LIMIT, RateLimitFields.limit(route, verdict));
    if (!verdict.allowed()) {
      throw new Refused(Refusal.overLimit(limit, verdict.delay()));
    }
    return next.handle(call);
  }

  private Verdict take(String key, Limit limit) throws Refused, InterruptedException {
    try {
      Verdict verdict = shared.take(key, limit);
      events.limited("shared");
      return verdict;
    } catch (RateLimiter.Away away) {
      return switch (settings.whenAway()) {
        case LOCAL -> {
          events.limited("local");
          yield locally(key, limit);
        }
        case CLOSED -> {
          events.limited("closed");
          throw new Refused(Refusal.limiterAway());
        }
      };
    }
  }

  private Verdict locally(String key, Limit limit) {
    long share = Math.max(1, limit.quota() * settings.localShare() / 100);
    long burst = Math.max(1, limit.burst() * settings.localShare() / 100);
    try {
      return local.take(key, new Limit(limit.algorithm(), share, limit.window(), burst));
    } catch (RateLimiter.Away away) {
      throw new IllegalStateException("what is local is never away", away);
    }
  }
}
