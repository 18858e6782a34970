package dev.orrery.order.placement;

import dev.orrery.contracts.Reply;
import dev.orrery.contracts.Topics;
import dev.orrery.saga.runtime.SagaReplyTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class PlacementConfiguration {

  @Bean
  SagaReplyTopic sagaReplyTopic() {
    return new SagaReplyTopic(Topics.ORDER_REPLIES, "order-service", Reply.class);
  }
}
