package dev.orrery.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;

/** By what a token is known without keeping it. */
final class TokenId {

  private TokenId() {}

  /** What its issuer calls it, or its hash where it has no name. */
  static String of(Jwt token) {
    return Optional.ofNullable(token.getId()).orElseGet(() -> hash(token.getTokenValue()));
  }

  static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
