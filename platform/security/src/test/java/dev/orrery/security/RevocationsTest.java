package dev.orrery.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.TestInfrastructure;
import dev.orrery.sandbox.TestRedis;
import dev.orrery.security.testing.TestIssuer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Tokens that are taken back before they expire; with Redis, and without. */
@SpringBootTest(
    classes = AccessTest.Application.class,
    properties = {
      "spring.config.import=classpath:orrery/web.yml",
      "orrery.security.customers=/counter/**, POST /api/revocations",
      "orrery.security.revocation.served=true",
      "orrery.security.revocation.recheck=100ms",
      "orrery.redis.timeout=200ms",
      "orrery.redis.open-for=100ms",
    })
@AutoConfigureMockMvc
@DirtiesContext
class RevocationsTest {
  private static final TestRedis REDIS = TestInfrastructure.redisToBreak();

  @Autowired MockMvcTester http;
  @Autowired MeterRegistry meters;

  @DynamicPropertySource
  static void redis(DynamicPropertyRegistry properties) {
    properties.add("orrery.redis.url", REDIS::uri);
  }

  @Test
  void whoIsDoneEndsTheTokenForAll() {
    String token = TestIssuer.customer(UUID.randomUUID());
    String another = TestIssuer.customer(UUID.randomUUID());
    assertThat(get(token)).hasStatusOk();

    assertThat(revoke(token, "")).hasStatus(204);

    await().untilAsserted(() -> assertThat(get(token)).hasStatus(401));
    assertThat(get(another)).hasStatusOk();
  }

  @Test
  void onlyAnOperatorEndsAnothersToken() {
    String id = UUID.randomUUID().toString();
    String token =
        TestIssuer.operator(claims ->
            claims.jwtID(id).subject(UUID.randomUUID().toString()).claim("scope", "customer"));
    assertThat(get(token)).hasStatusOk();

    String body = "{\"tokenId\":\"%s\"}".formatted(id);
    assertThat(revoke(TestIssuer.customer(UUID.randomUUID()), body)).hasStatus(403);
    assertThat(get(token)).hasStatusOk();
    assertThat(revoke(TestIssuer.operator(), body)).hasStatus(204);
    await().untilAsserted(() -> assertThat(get(token)).hasStatus(401));
  }

  @Test
  void whileTheListIsAwayTokensAreGoodAndItIsCounted() {
    String token = TestIssuer.customer(UUID.randomUUID());
    REDIS.pause();
    try {
      assertThat(get(token)).hasStatusOk();
      assertThat(
              meters
                  .get("orrery.security.revocation.checks")
                  .tag("found", "unknown")
                  .counter()
                  .count())
          .isPositive();
      assertThat(revoke(token, "")).hasStatus(503);
    } finally {
      REDIS.resume();
    }
    // What was said while nobody answered may have been heard.
    await()
        .untilAsserted(
            () -> assertThat(revoke(token, "").getResponse().getStatus()).isIn(204, 401));
    await().untilAsserted(() -> assertThat(get(token)).hasStatus(401));
  }

  private MvcTestResult get(String token) {
    return http.get().uri("/counter").header("Authorization", token).exchange();
  }

  private MvcTestResult revoke(String token, String body) {
    return http.post()
        .uri("/api/revocations")
        .header("Authorization", token)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
