package dev.orrery.payment.provider;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.provider.*}; when the breaker opens and closes is in {@code
 * resilience4j.circuitbreaker.instances.provider}.
 *
 * @param url where the provider is: scheme, host, port
 * @param connectTimeout until a connection stands
 * @param readTimeout until the answer is there; what takes longer is unclear and asked for
 * @param maxInFlight operations under way in one instance; further ones wait in the database
 */
@Validated
@ConfigurationProperties("orrery.provider")
public record ProviderProperties(
    @NotNull URI url,
    @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 5) Duration connectTimeout,
    @DefaultValue("3s") @DurationMin(millis = 10) @DurationMax(seconds = 5) Duration readTimeout,
    @DefaultValue("64") @Min(1) @Max(10_000) int maxInFlight) {

  /** The longest that one call takes. */
  public Duration callTimeout() {
    return connectTimeout.plus(readTimeout);
  }

  @AssertTrue(message = "orrery.provider.url must be an http or https address")
  boolean isUrlOfAServer() {
    return url == null
        || (url.getHost() != null
            && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())));
  }
}
