package dev.orrery.gateway.cache;

import dev.orrery.gateway.cache.CacheEvents.Result;
import dev.orrery.gateway.cache.Choice.Ask;
import dev.orrery.gateway.guard.AnswerBroke;
import dev.orrery.gateway.guard.Discardable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Asks the upstream, if only whether what is kept still holds, and keeps what it may. */
record Question(Shelf shelf, NotShared notShared, InstantSource clock, int largest) {

  private static final Set<Integer> CANNOT_ANSWER = Set.of(500, 502, 503, 504);

  /**
   * @param kept what others may be given as well; null where there is no such thing
   */
  record Answered(ServerResponse response, Result result, @Nullable Kept kept) {

    /** Where nobody is there to be told. */
    void drop() {
      if (response instanceof Discardable unread) {
        unread.discard();
      }
    }
  }

  Answered ask(Ask ask, Asked asked, ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    Instant now = clock.instant();
    Kept known = ask.known();
    ServerResponse answer = next.handle(question(request, known));
    int status = answer.statusCode().value();
    CacheStatus said = CacheStatus.forwarded(ask.why()).answered(status);
    if (status == HttpStatus.NOT_MODIFIED.value() && known != null) {
      return stillHolds(known, answer, asked, said, now);
    }
    if (CANNOT_ANSWER.contains(status)) {
      return standIn(known, answer, asked, said);
    }
    Optional<Lifetime> lifetime =
        status == HttpStatus.OK.value() ? Lifetime.of(answer.headers()) : Optional.empty();
    return lifetime.isPresent()
            && (lifetime.get().forAuthorized() || !asked.authorized())
            && answer instanceof Discardable readable
        ? keep(lifetime.get(), readable, ask, asked, said, now)
        : passed(answer, asked, said);
  }

  /** In the cache's own words: the caller's conditions are answered here. */
  private static ServerRequest question(ServerRequest request, @Nullable Kept known) {
    String tag = known == null ? null : known.tag();
    return ServerRequest.from(request)
        .headers(headers -> {
          headers.remove(HttpHeaders.IF_NONE_MATCH);
          headers.remove(HttpHeaders.IF_MODIFIED_SINCE);
          if (tag != null) {
            headers.set(HttpHeaders.IF_NONE_MATCH, tag);
          }
        })
        .build();
  }

  private Answered stillHolds(
      Kept known, ServerResponse answer, Asked asked, CacheStatus said, Instant now) {
    drop(answer);
    // One that must no longer be kept is good for this caller, who has waited for it.
    Optional<Lifetime> lifetime = Lifetime.of(merged(known.headers(), answer.headers()));
    Kept renewed = known.renewed(answer.headers(), lifetime.orElse(known.lifetime()), now);
    if (lifetime.isPresent()) {
      shelf.keep(asked.target(), renewed);
    } else {
      shelf.forget(asked.target());
    }
    return new Answered(
        Answers.served(renewed, clock.instant(), said),
        Result.REVALIDATED,
        lifetime.isPresent() ? renewed : null);
  }

  private static HttpHeaders merged(HttpHeaders before, HttpHeaders after) {
    HttpHeaders merged = new HttpHeaders();
    merged.putAll(before);
    merged.putAll(after);
    return merged;
  }

  private Answered standIn(
      @Nullable Kept known, ServerResponse answer, Asked asked, CacheStatus said) {
    Instant now = clock.instant();
    if (known == null || asked.wantsFresh() || !known.lifetime().mayStandIn(known.age(now))) {
      return new Answered(Answers.passed(answer, said), Result.MISS, null);
    }
    drop(answer);
    return new Answered(
        Answers.served(known, now, said.detail("stale-if-error")), Result.STALE_IF_ERROR, known);
  }

  private Answered keep(
      Lifetime lifetime, Discardable answer, Ask ask, Asked asked, CacheStatus said, Instant now) {
    byte[] body;
    try {
      body = answer.whole(largest);
    } catch (AnswerBroke _) {
      return standIn(ask.known(), answer, asked, said);
    }
    if (body == null) {
      return passed(answer, asked, said);
    }
    answer.discard();
    Kept kept = Kept.of(answer.headers(), body, asked.headers(), lifetime, now);
    shelf.keep(asked.target(), kept);
    notShared.remove(asked.target());
    return new Answered(Answers.served(kept, clock.instant(), said.stored()), Result.MISS, kept);
  }

  private Answered passed(ServerResponse answer, Asked asked, CacheStatus said) {
    // A limit is one caller's, and passes.
    if (!asked.authorized() && answer.statusCode() != HttpStatus.TOO_MANY_REQUESTS) {
      notShared.add(asked.target());
    }
    return new Answered(Answers.passed(answer, said), Result.MISS, null);
  }

  private static void drop(ServerResponse answer) {
    if (answer instanceof Discardable unread) {
      unread.discard();
    }
  }
}
