package dev.orrery.gateway.cache;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ResponseCacheProperties.class)
class ResponseCacheConfiguration {

  @Bean
  ResponseCache responseCache(
      ResponseCacheProperties properties,
      InstantSource clock,
      MeterRegistry meters,
      ObjectProvider<Tracer> tracer) {
    return new ResponseCache(properties, clock, meters, tracer.getIfAvailable(() -> Tracer.NOOP));
  }
}
