package dev.orrery.saga.runtime;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.saga.*}
 *
 * @param timerInterval between two looks for due timers
 * @param timerBatchSize timers handled in one transaction
 * @param stuckAfter how long after the time that its definition gives it up to the pivot a saga
 *     that has not ended counts as stuck
 */
@Validated
@ConfigurationProperties("orrery.saga")
public record SagaProperties(
    @DefaultValue("500ms") @NotNull Duration timerInterval,
    @DefaultValue("100") @Min(1) @Max(10_000) int timerBatchSize,
    @DefaultValue("3m") @NotNull @DurationMin(seconds = 1) Duration stuckAfter) {}
