package dev.orrery.security;

import dev.orrery.redis.RedisAway;
import dev.orrery.security.SecurityProperties.Revocation;
import dev.orrery.web.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RevocationController {
  private final RedisRevocations revocations;
  private final Revocation properties;

  RevocationController(RedisRevocations revocations, SecurityProperties properties) {
    this.revocations = revocations;
    this.properties = properties.revocation();
  }

  /**
   * @param tokenId what the token says in {@code jti}
   */
  record Revoked(@NotNull @Pattern(regexp = "[A-Za-z0-9._~-]{1,128}") String tokenId) {}

  /** Ends the token of the request; an operator may name another. */
  @PostMapping("/api/revocations")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(
      @AuthenticationPrincipal Caller caller,
      @Valid @RequestBody(required = false) @Nullable Revoked body) {
    String token = body == null ? caller.tokenId() : body.tokenId();
    if (!caller.isOperator() && !token.equals(caller.tokenId())) {
      throw Problems.forbidden("The token is another than the request's.");
    }
    try {
      revocations.revoke(token, properties.keep());
    } catch (RedisAway _) {
      throw Problems.unavailable("The list of revoked tokens is away.", Duration.ofSeconds(2));
    }
  }
}
