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
  Shelf responseShelf(ResponseCacheProperties properties) {
    return new Shelf(properties.size().toBytes());
  }

  @Bean
  ResponseCacheEndpoint responseCacheEndpoint(ResponseCacheProperties properties, Shelf shelf) {
    return new ResponseCacheEndpoint(properties.routes(), shelf, properties.size().toBytes());
  }

  @Bean
  ResponseCache responseCache(
      ResponseCacheProperties properties,
      Shelf shelf,
      InstantSource clock,
      MeterRegistry meters,
      ObjectProvider<Tracer> tracer) {
    return new ResponseCache(
        properties, shelf, clock, meters, tracer.getIfAvailable(() -> Tracer.NOOP));
  }
}
