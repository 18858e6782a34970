package dev.orrery.order.live;

import dev.orrery.contracts.OrderEvent;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Subscription;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class LiveConfiguration {

  @Bean
  Subscription<OrderEvent> liveOrders(OrderFeed feed) {
    return Subscription.broadcast(
        Topics.ORDER_EVENTS, "order-service-live", OrderEvent.class, feed);
  }
}
