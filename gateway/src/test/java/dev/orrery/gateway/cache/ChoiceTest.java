package dev.orrery.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.cache.Choice.Ask;
import dev.orrery.gateway.cache.Choice.Serve;
import dev.orrery.gateway.cache.Choice.ServeAndRenew;
import dev.orrery.gateway.cache.Choice.Why;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** What is done with what is kept, by its age and by what the caller wants. */
class ChoiceTest {

  private static final Instant ASKED = Instant.parse("2026-11-21T12:00:00Z");

  private static Kept kept(String says, long ageOnArrival) {
    HttpHeaders answer = new HttpHeaders();
    answer.set(HttpHeaders.CACHE_CONTROL, says);
    answer.set(HttpHeaders.AGE, Long.toString(ageOnArrival));
    return Kept.of(
        answer, new byte[0], new HttpHeaders(), Lifetime.of(answer).orElseThrow(), ASKED);
  }

  private static Asked asked(String... fields) {
    HttpHeaders headers = new HttpHeaders();
    for (int i = 0; i < fields.length; i += 2) {
      headers.set(fields[i], fields[i + 1]);
    }
    return new Asked(
        HttpMethod.GET,
        headers,
        Target.of("x", URI.create("http://x/a")),
        headers.containsHeader("Authorization"));
  }

  private static Choice after(double seconds, Kept kept, Asked asked) {
    return Choice.of(kept, true, asked, ASKED.plus(Duration.ofMillis((long) (seconds * 1000))));
  }

  @Test
  void isServedRenewedOrAskedForByItsAge() {
    Kept kept = kept("max-age=2, stale-while-revalidate=3", 0);
    assertThat(after(1.9, kept, asked())).isEqualTo(new Serve(kept));
    assertThat(after(2, kept, asked())).isEqualTo(new ServeAndRenew(kept));
    assertThat(after(4.9, kept, asked())).isEqualTo(new ServeAndRenew(kept));
    assertThat(after(5, kept, asked())).isEqualTo(new Ask(Why.STALE, kept, false));
    assertThat(after(-60, kept, asked())).isEqualTo(new Serve(kept));
  }

  @Test
  void theAgeItCameWithCounts() {
    Kept kept = kept("max-age=10", 8);
    assertThat(after(1, kept, asked())).isEqualTo(new Serve(kept));
    assertThat(after(2, kept, asked())).isEqualTo(new Ask(Why.STALE, kept, false));
  }

  @ParameterizedTest
  @CsvSource({
    "Cache-Control, no-cache, true",
    "Pragma, no-cache, true",
    "Cache-Control, max-age=0, true",
    "Cache-Control, max-age=5, false",
    "Cache-Control, min-fresh=5, false",
    "Cache-Control, min-fresh=8, true",
    "Accept, text/html, false",
  })
  void aCallerMayWantItFresher(String field, String value, boolean asks) {
    Kept kept = kept("max-age=10", 0);
    assertThat(after(3, kept, asked(field, value)))
        .isEqualTo(asks ? new Ask(Why.REQUEST, kept, true) : new Serve(kept));
  }

  @Test
  void whoSaysWhoHeIsGetsOnlyWhatIsSaidToBePublic() {
    Kept open = kept("max-age=10, public", 0);
    assertThat(after(1, open, asked("Authorization", "Bearer x"))).isEqualTo(new Serve(open));
    assertThat(after(1, kept("max-age=10", 0), asked("Authorization", "Bearer x")))
        .isEqualTo(new Ask(Why.REQUEST, null, true));
    assertThat(Choice.of(null, false, asked("Authorization", "Bearer x"), ASKED))
        .isEqualTo(new Ask(Why.URI_MISS, null, true));
  }

  @Test
  void whatIsNotKeptIsAskedForTogether() {
    assertThat(Choice.of(null, false, asked(), ASKED))
        .isEqualTo(new Ask(Why.URI_MISS, null, false));
    assertThat(Choice.of(null, true, asked(), ASKED))
        .isEqualTo(new Ask(Why.VARY_MISS, null, false));
  }

  @ParameterizedTest
  @CsvSource({"Range", "If-Range", "If-Match", "If-Unmodified-Since"})
  void whatOnlyTheUpstreamCanJudgePassesBy(String field) {
    assertThat(asked(field, "x").passesBy()).isEqualTo("bypass");
    assertThat(asked().passesBy()).isNull();
    assertThat(asked("Cache-Control", "no-store").passesBy()).isEqualTo("bypass");
    assertThat(asked("Content-Length", "3").passesBy()).isEqualTo("bypass");
  }
}
