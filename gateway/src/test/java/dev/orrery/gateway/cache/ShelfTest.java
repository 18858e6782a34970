package dev.orrery.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

/** Where answers are kept. */
class ShelfTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Shelf shelf = new Shelf(100_000);

  private static Target target(String path) {
    return Target.of("x", URI.create("http://x" + path));
  }

  private static HttpHeaders request(String language) {
    HttpHeaders request = new HttpHeaders();
    request.set("Accept-Language", language);
    return request;
  }

  private static Kept kept(String body, String vary, String language, Instant asked) {
    HttpHeaders answer = new HttpHeaders();
    answer.set(HttpHeaders.CACHE_CONTROL, "max-age=60");
    if (!vary.isEmpty()) {
      answer.set(HttpHeaders.VARY, vary);
    }
    return Kept.of(
        answer,
        body.getBytes(StandardCharsets.UTF_8),
        request(language),
        Lifetime.of(answer).orElseThrow(),
        asked);
  }

  private String found(String language) {
    Kept kept = shelf.find(target("/a"), request(language));
    return kept == null ? "nothing" : new String(kept.body(), StandardCharsets.UTF_8);
  }

  @Test
  void keepsOneAnswerForEachThingItVariesBy() {
    shelf.keep(target("/a"), kept("hallo", "accept-language", "de", NOW));
    shelf.keep(target("/a"), kept("hello", "Accept-Language", "en", NOW));
    assertThat(found("de")).isEqualTo("hallo");
    assertThat(found("en")).isEqualTo("hello");
    assertThat(found("fr")).isEqualTo("nothing");
    // It varies no longer.
    shelf.keep(target("/a"), kept("hi", "", "en", NOW));
    assertThat(found("fr")).isEqualTo("hi");
  }

  @Test
  void keepsNoMoreThanSomeAnswersToOneQuestion() {
    for (int language = 0; language < 100; language++) {
      shelf.keep(target("/a"), kept("x", "Accept-Language", "l" + language, NOW));
    }
    assertThat(found("l99")).isEqualTo("x");
    assertThat(found("l84")).isEqualTo("x");
    assertThat(found("l83")).isEqualTo("nothing");
  }

  @Test
  void anAnswerThatWasOvertakenDoesNotComeBack() {
    shelf.keep(target("/a"), kept("new", "", "de", NOW.plusMillis(1)));
    shelf.keep(target("/a"), kept("old", "", "de", NOW));
    assertThat(found("de")).isEqualTo("new");
  }

  @Test
  void takesNoMoreBytesThanItMay() {
    for (int page = 0; page < 1_000; page++) {
      shelf.keep(target("/" + page), kept("x".repeat(1_000), "", "de", NOW));
    }
    await().untilAsserted(() -> assertThat(shelf.bytes()).isBetween(50_000L, 100_000L));
    assertThat(shelf.evictions()).isPositive();
    shelf.keep(target("/a"), kept("x".repeat(200_000), "", "de", NOW));
    await().untilAsserted(() -> assertThat(found("de")).isEqualTo("nothing"));
  }
}
