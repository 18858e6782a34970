package dev.orrery.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What an upstream allows, and what it does not. */
class LifetimeTest {

  private static HttpHeaders saying(String cacheControl) {
    HttpHeaders answer = new HttpHeaders();
    answer.set(HttpHeaders.CACHE_CONTROL, cacheControl);
    return answer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-store",
        "max-age=60, no-store",
        "private",
        "PRIVATE, max-age=60",
        "private=\"x-user\", max-age=60",
        "public",
        "must-revalidate",
        ""
      })
  void whatIsOnesOwnOrSaysNoTimeIsNotKept(String cacheControl) {
    assertThat(Lifetime.of(saying(cacheControl))).isEmpty();
  }

  @Test
  void neitherIsWhatSetsACookieOrVariesByEverythingOrHasNoEnd() {
    HttpHeaders cookie = saying("public, max-age=60");
    cookie.set("set-cookie", "session=1");
    assertThat(Lifetime.of(cookie)).isEmpty();
    HttpHeaders varies = saying("public, max-age=60");
    varies.add("Vary", "Accept");
    varies.add("Vary", "*");
    assertThat(Lifetime.of(varies)).isEmpty();
    HttpHeaders endless = saying("public, max-age=60");
    endless.setContentType(MediaType.TEXT_EVENT_STREAM);
    assertThat(Lifetime.of(endless)).isEmpty();
    assertThat(Lifetime.of(new HttpHeaders())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // what it says | fresh | while revalidating | on error | for who says who he is
        "max-age=60 | 60 | 0 | 0 | false",
        "max-age=60, public | 60 | 0 | 0 | true",
        "max-age = 60 , public | 60 | 0 | 0 | true",
        "max-age=60, max-age=90 | 60 | 0 | 0 | false",
        "max-age=60, s-maxage=5 | 5 | 0 | 0 | true",
        "max-age=1, stale-while-revalidate=2, stale-if-error=3 | 1 | 2 | 3 | false",
        "max-age=1, stale-while-revalidate=2, stale-if-error=3, must-revalidate | 1 | 0 | 0 | true",
        "s-maxage=1, stale-if-error=3 | 1 | 0 | 0 | true",
        "no-cache, max-age=60, stale-if-error=3 | 0 | 0 | 0 | false",
        "max-age=soon | 0 | 0 | 0 | false",
        "max-age=-1 | 0 | 0 | 0 | false",
        "max-age=999999999999999999 | 31536000 | 0 | 0 | false",
        "x=\"a, no-store, b\", max-age=60 | 60 | 0 | 0 | false",
      })
  void theRestIsKeptForAsLongAsItSays(
      String says, long fresh, long revalidating, long onError, boolean authorized) {
    assertThat(Lifetime.of(saying(says)))
        .hasValue(
            new Lifetime(
                Duration.ofSeconds(fresh),
                Duration.ofSeconds(revalidating),
                Duration.ofSeconds(onError),
                authorized));
  }
}
