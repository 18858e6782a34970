package dev.orrery.order.placement;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.placement.*}
 *
 * @param within how long an order may take until its money is taken; after that it is rejected
 * @param longestWait the most that a caller may ask for by {@code Prefer: wait}
 */
@Validated
@ConfigurationProperties("orrery.placement")
record PlacementProperties(
    @DefaultValue("2m") @NotNull Duration within,
    @DefaultValue("10s") @NotNull Duration longestWait) {}
