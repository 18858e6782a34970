package dev.orrery.payment.provider;

import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.http.HttpClient;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {
  private static final Logger log = LoggerFactory.getLogger(ProviderConfiguration.class);
  private static final String NAME = "provider";

  @Bean
  Provider provider(
      ProviderProperties properties,
      RestClient.Builder http,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads) {
    CircuitBreaker breaker = breakers.circuitBreaker(NAME);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> log.warn("The breaker to the provider goes {}", event.getStateTransition()));
    var places = BulkheadConfig.custom().maxConcurrentCalls(properties.maxInFlight()).build();
    return new Provider(api(properties, http), breaker, bulkheads.bulkhead(NAME, places));
  }

  private static ProviderApi api(ProviderProperties properties, RestClient.Builder http) {
    var requests =
        ClientHttpRequestFactoryBuilder.jdk()
            .withExecutor(Executors.newVirtualThreadPerTaskExecutor())
            // Over plain HTTP the JDK's client would ask for an upgrade to 2 with every request.
            .withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1))
            .build(
                HttpClientSettings.defaults()
                    .withTimeouts(properties.connectTimeout(), properties.readTimeout())
                    .withRedirects(HttpRedirects.DONT_FOLLOW));
    RestClient client =
        http.clone().baseUrl(properties.url().toString()).requestFactory(requests).build();
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(ProviderApi.class);
  }
}
