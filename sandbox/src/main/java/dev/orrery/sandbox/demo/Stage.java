package dev.orrery.sandbox.demo;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Where an experiment takes place.
 *
 * @param told what happens, line by line
 */
record Stage(Sandbox sandbox, Consumer<String> told) {

  Shop shop() {
    return new Shop(sandbox);
  }

  /** All instances of a service, by their names. */
  List<String> instancesOf(String service) {
    return sandbox.names().stream().filter(name -> name.startsWith(service)).toList();
  }

  void tell(String text, Object... values) {
    told.accept(text.formatted(values));
  }

  /** A figure of what was seen. */
  void figure(String name, Object value) {
    told.accept("  %-44s %s".formatted(name, value));
  }

  void trace(Order order) {
    if (order.traceId() != null) {
      tell("");
      tell("Its trace: %s/zipkin/traces/%s", sandbox.uri("zipkin"), order.traceId());
    }
  }

  /**
   * @throws AssertionError where it is not so
   */
  void expect(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("Expected: " + what + ".");
    }
  }

  static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%,d ms", duration.toMillis());
  }
}
