package dev.orrery.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Verifies a token once and remembers it by its hash, for a while and never past its expiry.
 * Whether it was revoked is asked each time.
 *
 * <p>No bean of the type of a decoder: gRPC's server would then want tokens too, and what it serves
 * is open to the other services.
 */
final class RememberedTokens {
  private final JwtDecoder verifier;
  private final Revocations revocations;
  private final InstantSource clock;
  private final Cache<String, Jwt> known;

  RememberedTokens(
      JwtDecoder verifier,
      Revocations revocations,
      SecurityProperties properties,
      InstantSource clock) {
    this.verifier = verifier;
    this.revocations = revocations;
    this.clock = clock;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(properties.rememberedTokens())
            .expireAfterWrite(properties.rememberFor())
            .recordStats()
            .build();
  }

  Cache<String, Jwt> known() {
    return known;
  }

  /**
   * @throws BadJwtException for a token that is not good
   * @throws CannotVerify where nobody can tell
   */
  Jwt decode(String token) {
    String hash = TokenId.hash(token);
    Jwt jwt = known.getIfPresent(hash);
    if (jwt == null || isExpired(jwt)) {
      jwt = verify(token);
      known.put(hash, jwt);
    }
    if (revocations.isRevoked(TokenId.of(jwt))) {
      throw new BadJwtException("The token was revoked");
    }
    return jwt;
  }

  private boolean isExpired(Jwt jwt) {
    return jwt.getExpiresAt() == null || !jwt.getExpiresAt().isAfter(clock.instant());
  }

  private Jwt verify(String token) {
    try {
      return verifier.decode(token);
    } catch (BadJwtException e) {
      throw e;
    } catch (JwtException e) {
      throw new CannotVerify("The keys of the token's issuer cannot be read.", e);
    }
  }
}
