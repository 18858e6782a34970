package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class AuthorizationConfiguration {

  @Bean
  SchedulingConfigurer sweeping(AuthorizationSweeper sweeper, AuthorizationProperties properties) {
    return tasks -> tasks.addFixedDelayTask(sweeper::sweep, properties.sweepInterval());
  }

  @Bean
  Subscription<PaymentCommand> paymentCommands(
      Payments payments, OperationRows operations, AuthorizationProperties properties) {
    return Subscription.inbox(
            Topics.PAYMENT_COMMANDS, "payment-service", PaymentCommand.class, payments::command)
        .whileBelow(properties.operationMarks(), operations::countOpen);
  }
}
