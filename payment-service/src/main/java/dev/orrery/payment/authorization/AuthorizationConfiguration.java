package dev.orrery.payment.authorization;

import dev.orrery.contracts.PaymentCommand;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuthorizationConfiguration {

  @Bean
  Subscription<PaymentCommand> paymentCommands(Payments payments) {
    return Subscription.inbox(
        Topics.PAYMENT_COMMANDS, "payment-service", PaymentCommand.class, payments::command);
  }
}
