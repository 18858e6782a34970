package dev.orrery.order.monitor;

import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.Reply;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
@ConditionalOnBooleanProperty(name = "orrery.monitor.enabled", matchIfMissing = true)
class MonitorConfiguration {
  private static final String GROUP = "order-service-monitor";

  @Bean
  OrderMonitor orderMonitor(
      MonitorProperties properties, MeterRegistry meters, InstantSource clock) {
    return new OrderMonitor(properties, meters, clock);
  }

  @Bean
  Subscription<OrderEvent> monitoredEvents(OrderMonitor monitor, MonitorProperties properties) {
    return Subscription.watch(
        Topics.ORDER_EVENTS, GROUP, OrderEvent.class, properties.memory(), monitor::hear);
  }

  @Bean
  Subscription<Reply> monitoredReplies(OrderMonitor monitor, MonitorProperties properties) {
    return Subscription.watch(
        Topics.ORDER_REPLIES, GROUP, Reply.class, properties.memory(), monitor::hear);
  }
}
