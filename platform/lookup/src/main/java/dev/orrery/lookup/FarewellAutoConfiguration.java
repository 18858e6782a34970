package dev.orrery.lookup;

import com.netflix.appinfo.ApplicationInfoManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Where an instance registers. */
@AutoConfiguration(
    after = LookupAutoConfiguration.class,
    afterName = "org.springframework.cloud.netflix.eureka.EurekaClientAutoConfiguration")
class FarewellAutoConfiguration {

  @Bean
  @ConditionalOnProperty(name = "eureka.client.register-with-eureka", matchIfMissing = true)
  @ConditionalOnBean(ApplicationInfoManager.class)
  Farewell farewell(LookupProperties properties, ApplicationInfoManager registered) {
    return new Farewell(registered, properties.farewell());
  }
}
