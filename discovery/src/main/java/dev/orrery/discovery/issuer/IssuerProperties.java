package dev.orrery.discovery.issuer;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code orrery.issuer.*}; it is there where {@code orrery.issuer.enabled} is true.
 *
 * @param url as services reach it: it is what tokens name in {@code iss}
 * @param key the file that keeps the signing key, made when it is missing
 * @param audience what tokens name in {@code aud}
 * @param tokenLife how long a token is good
 * @param customer who {@code customer} is
 */
@Validated
@ConfigurationProperties("orrery.issuer")
record IssuerProperties(
    @NotNull URI url,
    @NotNull Path key,
    @NotBlank @DefaultValue("orrery") String audience,
    @NotNull @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration tokenLife,
    @NotNull @DefaultValue("0190c0de-0000-7000-8000-000000000001") UUID customer) {}
