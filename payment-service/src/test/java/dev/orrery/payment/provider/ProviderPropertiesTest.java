package dev.orrery.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

class ProviderPropertiesTest {
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
          .withUserConfiguration(Bound.class);

  @EnableConfigurationProperties(ProviderProperties.class)
  static class Bound {}

  @Test
  void hasDefaultsForAllButTheAddress() {
    application
        .withPropertyValues("orrery.provider.url=http://127.0.0.1:28090")
        .run(context -> {
          var properties = context.getBean(ProviderProperties.class);
          assertThat(properties.callTimeout()).isEqualTo(Duration.ofSeconds(4));
          assertThat(properties.maxInFlight()).isEqualTo(64);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "orrery.provider.url=28090, must be an http or https address",
    "orrery.provider.url=ftp://localhost, must be an http or https address",
    "orrery.provider.read-timeout=0s, must be longer than or equal to",
    "orrery.provider.connect-timeout=1h, must be shorter than or equal to",
    "orrery.provider.max-in-flight=0, must be greater than or equal to 1"
  })
  void stopsTheStartWithASentence(String setting, String sentence) {
    application
        .withPropertyValues("orrery.provider.url=http://127.0.0.1:28090", setting)
        .run(
            context -> assertThat(context).getFailure().rootCause().hasMessageContaining(sentence));
  }
}
