package dev.orrery.web;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * @param maxBodySize the largest request body that is accepted
 */
@Validated
@ConfigurationProperties("orrery.web")
record WebProperties(@NotNull @DefaultValue("64KB") DataSize maxBodySize) {}
