package dev.orrery.gateway.balance;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The balancer of one service. Not to be found by a scan: it is one for each. */
class BalancedService {

  @Bean
  BalancedInstances balancedInstances(
      ServiceInstanceListSupplier instances,
      BalanceProperties properties,
      Environment environment,
      BalanceEndpoint endpoint,
      MeterRegistry meters) {
    String service = environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
    BalancedInstances balanced =
        new BalancedInstances(
            instances,
            properties.balancer(service),
            properties.eligible(),
            new BalanceEvents(service, meters));
    endpoint.add(service, balanced);
    return balanced;
  }
}
