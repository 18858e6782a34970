package dev.orrery.gateway.live;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.live-streams.*}
 *
 * @param latest the routes on which each event says all that is to be said, so that a slow reader
 *     needs the last one only; on others a slow reader makes the upstream wait
 * @param heartbeat after so long with nothing to write, a comment is written: it keeps the stream
 *     open, and finds out whether anybody still reads
 * @param longestEvent that is passed on
 */
@Validated
@ConfigurationProperties("orrery.live-streams")
record LiveProperties(
    @NotNull @DefaultValue Set<@NotBlank String> latest,
    @NotNull @DurationMin(millis = 10) @DurationMax(minutes = 10) @DefaultValue("5s")
        Duration heartbeat,
    @NotNull @DefaultValue("64KB") DataSize longestEvent) {}
