package dev.orrery.gateway.guard;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param apiKeyHeader where a caller shows its key
 * @param plans by name, how many times the quota of a route they allow
 * @param keys by the name of who holds them
 */
@Validated
@ConfigurationProperties("orrery.guards")
record CallerProperties(
    @NotBlank @DefaultValue("X-API-Key") String apiKeyHeader,
    @NotNull @DefaultValue Map<String, @Positive @Max(1000) Integer> plans,
    @NotNull @DefaultValue Map<String, @Valid Key> keys) {

  CallerProperties {
    keys.forEach((holder, key) -> {
      if (!plans.containsKey(key.plan())) {
        throw new IllegalArgumentException(
            "the key of %s has the plan %s, which is none of %s"
                .formatted(holder, key.plan(), plans.keySet()));
      }
    });
  }

  /**
   * @param sha256 of the key, in hexadecimal: the key itself is nobody's but its holder's
   */
  record Key(@NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256, @NotBlank String plan) {}
}
