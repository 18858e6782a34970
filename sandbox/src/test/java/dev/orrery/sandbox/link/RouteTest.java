package dev.orrery.sandbox.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {

  @Test
  void saysWhoUsesWhomAndByWhichPorts() {
    assertThat(Route.parse("order-service:kafka=28071:29094"))
        .isEqualTo(
            new Route("order-service:kafka", 28071, new InetSocketAddress("127.0.0.1", 29094)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a:b=1", "a:b=0:1", "a:b=1:65536", "a:b=x:1", "A:b=1:2"})
  void whatIsNoRouteIsRefused(String text) {
    assertThatThrownBy(() -> Route.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'");
  }
}
