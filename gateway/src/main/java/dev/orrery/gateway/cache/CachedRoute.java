package dev.orrery.gateway.cache;

import dev.orrery.gateway.cache.CacheEvents.Result;
import dev.orrery.gateway.cache.Choice.Ask;
import dev.orrery.gateway.cache.Choice.Serve;
import dev.orrery.gateway.cache.Choice.ServeAndRenew;
import dev.orrery.gateway.cache.Flights.Flight;
import dev.orrery.gateway.cache.Flights.Wish;
import dev.orrery.gateway.guard.RequestCopy;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** A route whose answers are kept. Thread-safe. */
final class CachedRoute implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private static final Logger log = LoggerFactory.getLogger(CachedRoute.class);

  private final String route;
  private final CacheTools tools;
  private final Question upstream;

  CachedRoute(String route, CacheTools tools) {
    this.route = route;
    this.tools = tools;
    this.upstream = new Question(tools.shelf(), tools.notShared(), tools.clock(), tools.largest());
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    Asked asked = Asked.of(request);
    String passesBy = asked.passesBy();
    if (passesBy != null) {
      return passBy(passesBy, asked, request, next);
    }
    Kept kept = tools.shelf().find(asked.target(), asked.headers());
    Instant now = tools.clock().instant();
    return switch (Choice.of(kept, tools.shelf().knows(asked.target()), asked, now)) {
      case Serve(var fresh) -> ended(Result.HIT, hit(fresh, now));
      case ServeAndRenew(var stale) -> {
        renewBehind(asked, stale, request, next);
        yield ended(Result.STALE, hit(stale, now));
      }
      case Ask ask when asked.wantsNoUpstream() ->
          ended(
              Result.MISS,
              Answers.nothingKept(CacheStatus.forwarded(ask.why()).detail("only-if-cached")));
      case Ask ask ->
          ask.alone() || tools.notShared().has(asked.target())
              ? ended(upstream.ask(ask, asked, request, next))
              : askTogether(ask, asked, request, next);
    };
  }

  /** What changes a thing makes what is kept of it worthless. */
  private ServerResponse passBy(
      String why, Asked asked, ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    ServerResponse answer = next.handle(request);
    if (!asked.isSafe() && !answer.statusCode().isError()) {
      tools.shelf().forget(asked.target());
    }
    return ended(Result.BYPASS, Answers.passed(answer, CacheStatus.forwarded(why)));
  }

  private ServerResponse askTogether(
      Ask ask, Asked asked, ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    Flight flight = tools.flights().join(wish(asked));
    if (flight.isOwn()) {
      return ended(askFor(flight, ask, asked, request, next));
    }
    Optional<Kept> brought =
        flight
            .await(tools.patience())
            .filter(kept -> kept.isFor(asked.headers()))
            .filter(kept -> kept.lifetime().forAuthorized() || !asked.authorized());
    return brought.isPresent()
        ? ended(
            Result.COLLAPSED,
            Answers.served(
                brought.get(),
                tools.clock().instant(),
                CacheStatus.forwarded(ask.why()).collapsed()))
        : ended(upstream.ask(ask, asked, request, next));
  }

  private Question.Answered askFor(
      Flight flight,
      Ask ask,
      Asked asked,
      ServerRequest request,
      HandlerFunction<ServerResponse> next)
      throws Exception {
    Optional<Kept> brought = Optional.empty();
    try {
      Optional<Question.Answered> meanwhile = broughtMeanwhile(asked);
      Question.Answered answered =
          meanwhile.isPresent() ? meanwhile.get() : upstream.ask(ask, asked, request, next);
      brought = Optional.ofNullable(answered.kept());
      return answered;
    } finally {
      flight.land(brought);
    }
  }

  /** By one who landed after it was looked for here, and before this flight began. */
  private Optional<Question.Answered> broughtMeanwhile(Asked asked) {
    Instant now = tools.clock().instant();
    Kept kept = tools.shelf().find(asked.target(), asked.headers());
    return Choice.of(kept, true, asked, now) instanceof Serve(var fresh)
        ? Optional.of(new Question.Answered(hit(fresh, now), Result.HIT, fresh))
        : Optional.empty();
  }

  private void renewBehind(
      Asked asked, Kept stale, ServerRequest request, HandlerFunction<ServerResponse> next) {
    // Before the flight begins: nothing may fail between that and its landing.
    ServerRequest copy = RequestCopy.of(request);
    Flight flight = tools.flights().join(wish(asked));
    if (flight.isOwn()) {
      Thread.ofVirtual()
          .name("renew-" + route)
          .start(() -> renew(flight, stale, asked, copy, next));
    }
  }

  private void renew(
      Flight flight,
      Kept stale,
      Asked asked,
      ServerRequest request,
      HandlerFunction<ServerResponse> next) {
    boolean done = false;
    try {
      Ask ask = new Ask(Choice.Why.STALE, stale, false);
      Question.Answered answered = askFor(flight, ask, asked, request, next);
      done = answered.kept() != null && answered.result() != Result.STALE_IF_ERROR;
      answered.drop();
    } catch (Exception e) {
      log.warn("Route {}: what is stale could not be renewed: {}", route, e.toString());
    } finally {
      tools.events().renewed(route, done);
    }
  }

  private Wish wish(Asked asked) {
    return new Wish(asked.target(), tools.shelf().variant(asked.target(), asked.headers()));
  }

  private static ServerResponse hit(Kept kept, Instant now) {
    return Answers.served(kept, now, CacheStatus.hit(kept.lifetime().fresh().minus(kept.age(now))));
  }

  private ServerResponse ended(Question.Answered answered) {
    return ended(answered.result(), answered.response());
  }

  private ServerResponse ended(Result result, ServerResponse response) {
    tools.events().ended(route, result);
    return response;
  }
}
