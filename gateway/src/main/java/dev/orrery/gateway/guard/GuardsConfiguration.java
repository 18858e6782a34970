package dev.orrery.gateway.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.Tracer;
import jakarta.validation.Validator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Makes {@link Guards}, and keeps repeated calls away from the instances they have tried. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallerProperties.class)
@LoadBalancerClients(defaultConfiguration = InstancesOfAService.class)
public class GuardsConfiguration {

  @Bean
  CircuitBreakerRegistry guardBreakers() {
    return CircuitBreakerRegistry.ofDefaults();
  }

  @Bean
  MeterBinder guardBreakerMetrics(CircuitBreakerRegistry guardBreakers) {
    return TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(guardBreakers);
  }

  @Bean
  TimeLimit timeLimit() {
    return new TimeLimit();
  }

  @Bean
  Guards guards(
      ConfigurableEnvironment environment,
      Validator validator,
      TimeLimit timeLimit,
      ObjectProvider<Callers> callers,
      CallerProperties known,
      ObjectProvider<RateLimiter> shared,
      CircuitBreakerRegistry guardBreakers,
      MeterRegistry meters,
      ObjectProvider<Tracer> tracer) {
    // The source of randomness is one for each thread.
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    RateLimiter local = new LocalRateLimiter();
    return new Guards(
        new SettingsSource(environment, validator),
        new GuardTools(
            timeLimit,
            callers.getIfAvailable(() -> new KnownCallers(known)),
            shared.getIfAvailable(() -> local),
            local,
            guardBreakers,
            meters,
            tracer.getIfAvailable(() -> Tracer.NOOP),
            random));
  }

  @Bean
  GuardsEndpoint guardsEndpoint(Guards guards) {
    return new GuardsEndpoint(guards);
  }

  /** {@code Guard=NAME}, for routes that are written in the configuration. */
  @Bean
  GuardFilterFunctions.FilterSupplier guardFilters() {
    return new GuardFilterFunctions.FilterSupplier();
  }
}
