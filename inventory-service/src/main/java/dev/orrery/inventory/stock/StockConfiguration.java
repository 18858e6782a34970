package dev.orrery.inventory.stock;

import dev.orrery.contracts.StockCommand;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.MessagingProperties;
import dev.orrery.messaging.OutboxBacklog;
import dev.orrery.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class StockConfiguration {

  @Bean
  TryConfirmCancel rules(StockProperties properties) {
    return new TryConfirmCancel(properties.reservationTtl());
  }

  @Bean
  Subscription<StockCommand> stockCommands(
      StockCommandHandler handler, OutboxBacklog outbox, MessagingProperties properties) {
    return Subscription.inbox(
            Topics.INVENTORY_COMMANDS, "inventory-service", StockCommand.class, handler)
        .whileBelow(properties.outboxMarks(), outbox);
  }

  @Bean
  SchedulingConfigurer sweeping(ReservationSweeper sweeper, StockProperties properties) {
    return tasks -> tasks.addFixedDelayTask(sweeper::sweep, properties.sweepInterval());
  }

  @Bean
  SchedulingConfigurer watching(StockWatch watch, WatchProperties properties) {
    return tasks -> tasks.addFixedDelayTask(watch::look, properties.interval());
  }
}
