package dev.orrery.lookup;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param by where instances of a service are looked up: eureka or dns
 * @param farewell how long an instance that is about to stop serves on, so that every caller learns
 *     of it first
 */
@Validated
@ConfigurationProperties("orrery.lookup")
record LookupProperties(
    @DefaultValue("eureka") @NotNull By by,
    @DefaultValue("3s") @NotNull @DurationMin @DurationMax(minutes = 1) Duration farewell,
    @DefaultValue @NotNull @Valid Dns dns) {

  enum By {
    EUREKA,
    DNS
  }

  /**
   * @param port the one port that every service listens on, for DNS knows addresses only
   * @param grpcPort the one port that every service serves gRPC on, where it does
   * @param domain follows each name, such as {@code .shop.svc.cluster.local}; where it is empty,
   *     the machine's own search list applies
   * @param lastKnown how long the last addresses are used when a name has none any more: an answer
   *     of DNS does not tell whether it is DNS that is away, or all instances
   */
  record Dns(
      @DefaultValue("8080") @Min(1) @Max(65_535) int port,
      @DefaultValue("9090") @Min(1) @Max(65_535) int grpcPort,
      @DefaultValue("") @NotNull String domain,
      @DefaultValue("1m") @NotNull @DurationMin Duration lastKnown) {}
}
