package dev.orrery.gateway.balance;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BalanceProperties.class)
@LoadBalancerClients(defaultConfiguration = BalancedService.class)
class BalanceConfiguration {

  @Bean
  BalanceEndpoint balanceEndpoint() {
    return new BalanceEndpoint();
  }
}
