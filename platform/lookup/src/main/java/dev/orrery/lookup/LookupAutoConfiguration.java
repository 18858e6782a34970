package dev.orrery.lookup;

import java.net.InetAddress;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

@AutoConfiguration(
    beforeName =
        "org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration")
@EnableConfigurationProperties(LookupProperties.class)
class LookupAutoConfiguration {

  @Bean
  @ConditionalOnProperty(name = "orrery.lookup.by", havingValue = "dns")
  DnsInstances dnsInstances(LookupProperties properties) {
    return new DnsInstances(properties.dns(), InetAddress::getAllByName, InstantSource.system());
  }
}
