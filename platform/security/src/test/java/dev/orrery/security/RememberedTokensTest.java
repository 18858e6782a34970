package dev.orrery.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;

class RememberedTokensTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicInteger verified = new AtomicInteger();
  private Instant now = START;
  private boolean isRevoked;

  private final RememberedTokens tokens = tokens(Map.of());

  private RememberedTokens tokens(Map<String, String> settings) {
    SecurityProperties properties =
        new Binder(new MapConfigurationPropertySource(settings))
            .bindOrCreate("orrery.security", SecurityProperties.class);
    return new RememberedTokens(this::verify, _ -> isRevoked, properties, () -> now);
  }

  private Jwt verify(String token) {
    verified.incrementAndGet();
    return switch (token) {
      case "bad" -> throw new BadJwtException("bad");
      case "unknown" -> throw new JwtException("no keys");
      default ->
          Jwt.withTokenValue(token)
              .header("alg", "RS256")
              .claim("scope", List.of("customer"))
              .jti(token)
              .expiresAt(START.plus(Duration.ofMinutes(1)))
              .build();
    };
  }

  @Test
  void aTokenIsVerifiedOnce() {
    for (int request = 0; request < 10; request++) {
      assertThat(tokens.decode("good").getId()).isEqualTo("good");
    }
    assertThat(verified).hasValue(1);
  }

  @Test
  void aTokenIsVerifiedAnewOnceItHasExpired() {
    tokens.decode("good");
    now = START.plus(Duration.ofMinutes(1));
    tokens.decode("good");
    tokens.decode("good");

    // The verifier is who says how late is too late.
    assertThat(verified).hasValue(3);
  }

  @Test
  void whatWasRefusedIsNotRemembered() {
    for (int request = 0; request < 2; request++) {
      assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
    }
    assertThat(verified).hasValue(2);
    assertThat(tokens.known().asMap()).isEmpty();
  }

  @Test
  void keysThatCannotBeReadAreNoFaultOfTheToken() {
    assertThatThrownBy(() -> tokens.decode("unknown")).isInstanceOf(CannotVerify.class);
  }

  @Test
  void aTokenThatIsKnownIsRefusedFromWhenItIsRevoked() {
    tokens.decode("good");
    isRevoked = true;

    assertThatThrownBy(() -> tokens.decode("good"))
        .isInstanceOf(BadJwtException.class)
        .hasMessageContaining("revoked");
  }

  @Test
  void noMoreAreRememberedThanMay() {
    RememberedTokens few = tokens(Map.of("orrery.security.remembered-tokens", "10"));
    for (int number = 0; number < 1_000; number++) {
      few.decode("token-" + number);
    }
    few.known().cleanUp();

    assertThat(few.known().estimatedSize()).isLessThanOrEqualTo(10);
    // By its hash: whoever reads our memory does not find the token as a key.
    assertThat(few.known().asMap().keySet()).noneMatch(key -> key.startsWith("token"));
  }
}
