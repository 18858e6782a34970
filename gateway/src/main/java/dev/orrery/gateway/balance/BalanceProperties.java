package dev.orrery.gateway.balance;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param algorithm for a service that is not named
 * @param services by registered name
 * @param slowStart until an instance that has just come gets all of its share
 * @param ejectAfter failures in a row
 * @param ejectFor the first time; longer for every further one
 * @param drainFor how long an instance is left out after it has said that it is about to stop
 * @param zone where this gateway runs, as instances say it in their metadata {@code zone}; empty,
 *     and all are near
 * @param zoneShare percent of all weight that must be in the own zone for it to bear all calls
 */
@Validated
@ConfigurationProperties("orrery.balance")
record BalanceProperties(
    @NotNull @DefaultValue("power-of-two") Algorithm algorithm,
    @NotNull @DefaultValue Map<@NotBlank String, @NotNull Algorithm> services,
    @NotNull @DurationMin @DurationMax(minutes = 10) @DefaultValue("10s") Duration slowStart,
    @Positive @DefaultValue("5") int ejectAfter,
    @NotNull @DurationMin @DurationMax(minutes = 10) @DefaultValue("5s") Duration ejectFor,
    @NotNull @DurationMin @DurationMax(minutes = 10) @DefaultValue("30s") Duration drainFor,
    @NotNull @DefaultValue("") String zone,
    @Min(0) @Max(100) @DefaultValue("30") int zoneShare) {

  enum Algorithm {
    ROUND_ROBIN,
    SMOOTH_WEIGHTED,
    LEAST_REQUESTS,
    /** The cheaper of two, by a peak-sensitive average of latency. */
    POWER_OF_TWO,
    /** By the path of the request, with bounded loads. */
    CONSISTENT_HASH
  }

  Balancer balancer(String service) {
    Balancer balancer =
        switch (services.getOrDefault(service, algorithm)) {
          case ROUND_ROBIN -> new RoundRobin();
          case SMOOTH_WEIGHTED -> new SmoothWeighted();
          case LEAST_REQUESTS -> new LeastRequests();
          case POWER_OF_TWO -> new PowerOfTwo();
          case CONSISTENT_HASH -> new BoundedHash(new PowerOfTwo());
        };
    return new SlowStart(balancer, slowStart);
  }

  Eligible eligible() {
    return new Eligible(
        new Draining(drainFor), new Ejection(ejectAfter, ejectFor), new Zone(zone, zoneShare));
  }
}
