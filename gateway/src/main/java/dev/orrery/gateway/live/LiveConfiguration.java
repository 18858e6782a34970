package dev.orrery.gateway.live;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveProperties.class)
class LiveConfiguration {

  @Bean
  LiveStreams liveStreams(LiveProperties properties, MeterRegistry meters) {
    return new LiveStreams(properties, meters);
  }
}
