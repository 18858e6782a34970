package dev.orrery.order.cart;

import dev.orrery.writebehind.WriteBehind;
import dev.orrery.writebehind.WriteBehinds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class CartConfiguration {

  @Bean
  WriteBehind<Cart> cartValues(WriteBehinds buffers, CartRows rows) {
    return buffers.of("carts", Cart.class, rows);
  }
}
