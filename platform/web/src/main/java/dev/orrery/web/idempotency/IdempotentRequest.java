package dev.orrery.web.idempotency;

import dev.orrery.web.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A request its caller may send again.
 *
 * @param scope whose key it is; callers do not share keys
 * @param key the caller's name for the request
 * @param hash tells one body from another
 */
public record IdempotentRequest(String scope, String key, String hash) {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,64}");

  /**
   * @param body the request as text, in one canonical form
   * @throws org.springframework.web.ErrorResponseException 400 where the key is malformed
   */
  public static IdempotentRequest of(String scope, String key, String body) {
    if (!KEY.matcher(key).matches()) {
      throw Problems.badRequest(
          "The Idempotency-Key is 1 to 64 visible ASCII characters; a UUID does well.");
    }
    return new IdempotentRequest(scope, key, sha256(body));
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
