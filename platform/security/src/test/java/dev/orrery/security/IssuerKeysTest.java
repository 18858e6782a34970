package dev.orrery.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** An issuer that comes and goes. */
class IssuerKeysTest {
  private final AtomicInteger asked = new AtomicInteger();
  private RSAKey key;
  private HttpServer issuer;
  private String named = "";
  private boolean isAway;

  @BeforeEach
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("first").generate();
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    named = url();
    issuer.createContext(
        "/.well-known/oauth-authorization-server",
        exchange ->
            answer(
                exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(named, url())));
    issuer.createContext(
        "/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void whoStartsFirstDoesNotMatter() throws Exception {
    isAway = true;
    IssuerKeys keys = keys("keep-keys", "5m");
    assertThat(asked).hasValue(0);
    assertThatThrownBy(() -> ids(keys, "first")).isInstanceOf(KeySourceException.class);

    isAway = false;
    assertThat(ids(keys, "first")).containsExactly("first");
  }

  @Test
  void theIssuerIsAskedOnceAndMayThenBeAway() throws Exception {
    IssuerKeys keys = keys("keep-keys", "5m");
    ids(keys, "first");
    int before = asked.get();
    isAway = true;

    for (int token = 0; token < 100; token++) {
      assertThat(ids(keys, "first")).containsExactly("first");
    }
    assertThat(asked).hasValue(before);
  }

  @Test
  void aKeyThatIsNewIsAskedFor() throws Exception {
    IssuerKeys keys = keys("keep-keys", "5m");
    ids(keys, "first");
    key = new RSAKeyGenerator(2048).keyID("second").generate();

    assertThat(ids(keys, "second")).containsExactly("second");
  }

  @Test
  void keysThatNobodyHasDoNotMakeTheIssuerBeAskedEachTime() throws Exception {
    IssuerKeys keys = keys("keep-keys", "5m");
    ids(keys, "first");
    int before = asked.get();
    for (int forged = 0; forged < 100; forged++) {
      try {
        assertThat(ids(keys, "forged-" + forged)).isEmpty();
      } catch (RateLimitReachedException _) {
        // Not asked, so nobody knows.
      }
    }
    assertThat(asked.get() - before).isLessThan(5);
  }

  @Test
  void whoSpeaksForAnotherIssuerIsNotBelieved() {
    named = "https://login.example";
    assertThatThrownBy(() -> ids(keys("keep-keys", "5m"), "first"))
        .isInstanceOf(KeySourceException.class)
        .hasRootCauseMessage(
            url() + "/.well-known/oauth-authorization-server speaks for another issuer, " + named);
  }

  @Test
  void anIssuerThatDoesNotTellIsToldOf() throws Exception {
    issuer.removeContext("/.well-known/oauth-authorization-server");

    assertThat(ids(keys("jwk-set-uri", url() + "/keys"), "first")).containsExactly("first");
  }

  private IssuerKeys keys(String setting, String value) {
    return new IssuerKeys(
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of("orrery.security.issuer", url(), "orrery.security." + setting, value)))
            .bindOrCreate("orrery.security", SecurityProperties.class));
  }

  private static List<String> ids(IssuerKeys keys, String id) throws KeySourceException {
    return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null).stream()
        .map(JWK::getKeyID)
        .toList();
  }

  private String url() {
    return "http://127.0.0.1:" + issuer.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(isAway ? 503 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
