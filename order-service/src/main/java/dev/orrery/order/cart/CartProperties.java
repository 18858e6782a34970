package dev.orrery.order.cart;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.cart.*}
 *
 * @param retention how long a cart is kept that nobody changes
 */
@Validated
@ConfigurationProperties("orrery.cart")
record CartProperties(
    @DefaultValue("90d") @NotNull @DurationMin(days = 2) @DurationMax(days = 3650)
        Duration retention) {}
