package dev.orrery.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** One property chooses. */
class LookupTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withPropertyValues("spring.config.import=classpath:orrery/lookup.yml")
          .withConfiguration(AutoConfigurations.of(LookupAutoConfiguration.class));

  @Test
  void theRegistryIsAskedUnlessToldOtherwise() {
    service.run(context -> {
      assertThat(context.getEnvironment().getProperty("eureka.client.enabled")).isEqualTo("true");
      assertThat(context).doesNotHaveBean(DiscoveryClient.class);
    });
  }

  @Test
  void withDnsThereIsNoEurekaClient() {
    service
        .withPropertyValues("orrery.lookup.by=dns")
        .run(context -> {
          assertThat(context.getEnvironment().getProperty("eureka.client.enabled"))
              .isEqualTo("false");
          assertThat(context).hasSingleBean(DiscoveryClient.class);
        });
  }

  @Test
  void whatIsNeitherStopsTheStart() {
    service
        .withPropertyValues("orrery.lookup.by=zookeeper")
        .run(context ->
            assertThat(context)
                .getFailure()
                .hasStackTraceContaining("orrery.lookup")
                .hasStackTraceContaining("zookeeper"));
  }

  @Test
  void aPortThatIsNoneStopsTheStart() {
    service
        .withPropertyValues("orrery.lookup.dns.port=0")
        .run(context -> assertThat(context).getFailure().hasStackTraceContaining("dns.port"));
  }
}
