package dev.orrery.redis;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.redis.*}
 *
 * @param url {@code redis://host:port}, or {@code rediss://} for TLS
 * @param password when it wants one
 * @param timeout how long a command may take before Redis counts as away
 * @param connections at most, to be shared by everything in this instance
 * @param openFor how long nobody asks a Redis that has not been answering
 * @param lockLease how long a lock outlives a holder that says no more; renewed at a third of it
 */
@Validated
@ConfigurationProperties("orrery.redis")
public record RedisProperties(
    @DefaultValue("redis://127.0.0.1:26379") @Pattern(regexp = "rediss?://[^/]+:\\d+") String url,
    @Nullable String password,
    @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(seconds = 30) Duration timeout,
    @DefaultValue("16") @Min(2) @Max(512) int connections,
    @DefaultValue("1s") @DurationMin(millis = 50) @DurationMax(minutes = 5) Duration openFor,
    @DefaultValue("9s") @DurationMin(millis = 300) @DurationMax(minutes = 10) Duration lockLease) {}
