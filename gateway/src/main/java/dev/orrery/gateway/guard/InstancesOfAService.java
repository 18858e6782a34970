package dev.orrery.gateway.guard;

import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * What the balancer of each service chooses from. Not to be found by a scan: it is one for each.
 */
class InstancesOfAService {

  @Bean
  ServiceInstanceListSupplier instances(ConfigurableApplicationContext context) {
    return ServiceInstanceListSupplier.builder()
        .withBlockingDiscoveryClient()
        .withCaching()
        .with((_, delegate) -> new UntriedInstances(delegate))
        .build(context);
  }
}
