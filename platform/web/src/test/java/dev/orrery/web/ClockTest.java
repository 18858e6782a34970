package dev.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ClockTest {

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ClockAutoConfiguration.class));

  @Test
  void thereIsOneClockAndItTellsUtc() {
    context.run(service -> {
      assertThat(service.getBean(Clock.class).getZone()).isEqualTo(ZoneOffset.UTC);
      assertThat(service).hasSingleBean(InstantSource.class);
    });
  }

  @Test
  void aTestMaySetTheTime() {
    InstantSource noon = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    context
        .withBean(InstantSource.class, () -> noon)
        .run(service -> assertThat(service.getBean(InstantSource.class)).isSameAs(noon));
  }
}
