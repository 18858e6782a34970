package dev.orrery.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.security.testing.TestIssuer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who gets in where. */
@SpringBootTest(
    classes = AccessTest.Application.class,
    properties = {
      "spring.config.import=classpath:orrery/web.yml",
      "orrery.security.open=GET /window",
      "orrery.security.operators=POST /counter/refund",
      "orrery.security.customers=/counter/**",
      "orrery.security.cors.allowed-origins=https://shop.example",
    })
@AutoConfigureMockMvc
class AccessTest {
  private static final UUID ADA = UUID.randomUUID();
  private static final UUID BOB = UUID.randomUUID();

  @Autowired MockMvcTester http;

  @EnableAutoConfiguration
  @Import({Shop.class, TestIssuer.class})
  static class Application {

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }
  }

  @RestController
  static class Shop {

    @GetMapping("/window")
    String window() {
      return "open";
    }

    @GetMapping("/counter")
    String counter(@AuthenticationPrincipal Caller caller, @RequestParam @Nullable UUID customer) {
      return caller.customer(customer).toString();
    }

    @PostMapping("/counter/refund")
    String refund() {
      return "refunded";
    }

    /** Somebody wrote it, and nobody said who may come. */
    @GetMapping("/forgotten")
    String forgotten() {
      return "secret";
    }
  }

  static Stream<Named<String>> tokensThatAreNotGood() {
    return Stream.of(
        Named.of("of another issuer's key", TestIssuer.forged()),
        Named.of("expired", TestIssuer.expired()),
        Named.of("alg none", TestIssuer.unsigned()),
        Named.of("signed with the public key", TestIssuer.signedWithThePublicKey()),
        Named.of("for another audience", TestIssuer.operator(it -> it.audience("bank"))),
        Named.of("for no audience", TestIssuer.operator(it -> it.audience((String) null))),
        Named.of("of another issuer", TestIssuer.operator(it -> it.issuer("https://evil.example"))),
        Named.of("that never ends", TestIssuer.operator(it -> it.expirationTime(null))),
        Named.of("no token at all", "Bearer nonsense"),
        Named.of("cut off", TestIssuer.operator().replaceAll(".{5}$", "")),
        Named.of("two of them", TestIssuer.operator() + ", " + TestIssuer.operator()));
  }

  @ParameterizedTest
  @MethodSource("tokensThatAreNotGood")
  void aTokenThatIsNotGoodIsRefusedEvenWhereNoneIsNeeded(String token) {
    for (String path : new String[] {"/counter", "/window"}) {
      MvcTestResult refused = get(path, token);
      refused(refused, 401);
      assertThat(refused).headers().hasValue("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
  }

  @Test
  void whoHasNoTokenSeesWhatIsOpenAndNothingElse() {
    assertThat(anonymous("/window")).hasStatusOk();
    for (String path : new String[] {"/counter", "/forgotten", "/nothing", "/actuator/env"}) {
      refused(anonymous(path), 401);
    }
    assertThat(anonymous("/counter")).headers().hasValue("WWW-Authenticate", "Bearer");
  }

  @Test
  void aCustomerMayDoWhatIsACustomers() {
    String ada = TestIssuer.customer(ADA);

    assertThat(get("/counter", ada)).hasStatusOk().bodyText().isEqualTo(ADA.toString());
    assertThat(get("/counter?customer=" + ADA, ada)).hasStatusOk();
    refused(get("/counter?customer=" + BOB, ada), 403);
    for (String path : new String[] {"/forgotten", "/nothing", "/actuator/env"}) {
      refused(get(path, ada), 403);
    }
    MvcTestResult refund =
        http.post().uri("/counter/refund").header("Authorization", ada).exchange();
    refused(refund, 403);
    assertThat(refund)
        .headers()
        .hasValue("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
  }

  @Test
  void anOperatorMayDoEverythingAndNamesTheCustomer() {
    String operator = TestIssuer.operator();

    assertThat(get("/forgotten", operator)).hasStatusOk();
    assertThat(get("/counter?customer=" + BOB, operator)).hasStatusOk();
    refused(get("/counter", operator), 400);
    refused(get("/nothing", operator), 404);
    assertThat(http.post().uri("/counter/refund").header("Authorization", operator)).hasStatusOk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "customers", "Operator", "operators"})
  void aScopeThatIsNoneOfOursAllowsNothing(String scope) {
    String token = TestIssuer.operator(claims -> claims.claim("scope", scope));

    refused(get("/counter", token), 403);
    refused(get("/forgotten", token), 403);
    assertThat(get("/window", token)).hasStatusOk();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "1-1-1-1-1", "' or 1=1"})
  void aCustomerWithoutAnIdIsNoCustomer(String subject) {
    String token =
        TestIssuer.operator(claims -> claims.subject(subject).claim("scope", "customer"));

    refused(get("/counter", token), 403);
  }

  @Test
  void answersSayWhatABrowserMustNotDo() {
    MvcTestResult open = anonymous("/window");
    assertThat(open)
        .headers()
        .hasValue("X-Content-Type-Options", "nosniff")
        .hasValue("X-Frame-Options", "DENY")
        .hasValue("Referrer-Policy", "no-referrer")
        .containsHeader("Content-Security-Policy")
        .doesNotContainHeader("Cache-Control")
        .doesNotContainHeader("Set-Cookie");
    assertThat(get("/counter", TestIssuer.customer(ADA)))
        .headers()
        .hasValue("Cache-Control", "no-store");
  }

  @Test
  void onlyPagesOfNamedOriginsMayCall() {
    assertThat(preflight("https://shop.example"))
        .hasStatusOk()
        .headers()
        .hasValue("Access-Control-Allow-Origin", "https://shop.example");
    assertThat(preflight("https://evil.example"))
        .hasStatus(403)
        .headers()
        .doesNotContainHeader("Access-Control-Allow-Origin");
  }

  private MvcTestResult preflight(String origin) {
    return http.options()
        .uri("/counter")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .header("Access-Control-Request-Headers", "Authorization")
        .exchange();
  }

  /** What has a header of its own has not the one that all requests have here. */
  private MvcTestResult anonymous(String path) {
    return get(path, "");
  }

  private MvcTestResult get(String path, String token) {
    return http.get().uri(path).header("Authorization", token).exchange();
  }

  private static void refused(MvcTestResult answer, int status) {
    assertThat(answer)
        .hasStatus(status)
        .hasContentTypeCompatibleWith("application/problem+json")
        .bodyJson()
        .extractingPath("$.status")
        .isEqualTo(status);
  }
}
