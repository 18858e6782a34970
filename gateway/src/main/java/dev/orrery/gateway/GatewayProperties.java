package dev.orrery.gateway;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param connectTimeout how long an instance may take to accept a connection
 * @param routes by name; where two match, the one with the more specific path takes the request
 */
@Validated
@ConfigurationProperties("orrery.gateway")
record GatewayProperties(
    @NotNull @DurationMin(millis = 1) @DefaultValue("1s") Duration connectTimeout,
    @NotNull @Valid @DefaultValue Breaker breaker,
    @NotEmpty Map<@NotBlank String, @Valid Route> routes) {

  /**
   * @param path what the route takes, as a path pattern
   * @param service the registered name of the upstream
   * @param rewrite the path at the upstream, where it is another
   * @param bodyTimeLimit for the caller to send its body
   * @param timeLimit until the upstream begins to answer
   * @param silenceLimit between two pieces of an answer that has begun
   * @param maxConcurrentCalls at once, each until its answer is relayed; more are refused
   */
  record Route(
      @NotNull @Pattern(regexp = "/.+") String path,
      @NotBlank String service,
      @Nullable @Pattern(regexp = "/.+") String rewrite,
      @NotNull @DurationMin(millis = 1) @DefaultValue("5s") Duration bodyTimeLimit,
      @NotNull @DurationMin(millis = 1) @DefaultValue("3s") Duration timeLimit,
      @NotNull @DurationMin(millis = 1) @DefaultValue("10s") Duration silenceLimit,
      @Positive @DefaultValue("128") int maxConcurrentCalls) {}

  /**
   * @param window over which failures are counted
   * @param minimumCalls in the window before the rate means anything
   * @param failureRate in percent, at which the breaker opens
   * @param openFor how long it then refuses everything
   * @param trialCalls let through afterwards to find out whether to close
   */
  record Breaker(
      @NotNull @DurationMin(seconds = 1) @DefaultValue("10s") Duration window,
      @Positive @DefaultValue("20") int minimumCalls,
      @DecimalMin("1") @DecimalMax("100") @DefaultValue("50") float failureRate,
      @NotNull @DurationMin(millis = 1) @DefaultValue("5s") Duration openFor,
      @Positive @DefaultValue("5") int trialCalls) {}
}
