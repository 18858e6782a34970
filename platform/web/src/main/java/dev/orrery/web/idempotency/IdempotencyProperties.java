package dev.orrery.web.idempotency;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.web.idempotency.*}
 *
 * @param enabled whether the service keeps keys; its Flyway locations then have {@code db/web}
 * @param retention how long a repeated request is recognised
 */
@Validated
@ConfigurationProperties("orrery.web.idempotency")
public record IdempotencyProperties(
    boolean enabled, @DefaultValue("24h") @NotNull Duration retention) {}
