package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Http;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Shop;
import dev.orrery.system.Trace.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

/**
 * One order is one trace, whole, from the caller's request to the last consumer of its last event.
 */
class TracesIT {
  private final Deployment deployment = Deployment.current();
  private final Shop shop = new Shop(deployment);

  @Test
  void theTraceOfAConfirmedOrderIsWhole() {
    Order order = shop.buy(Basket.of("ORR-1050", 1));

    Trace trace =
        whole(
            order,
            """
            gateway SERVER http post /api/orders/**
              gateway CLIENT http post
                order-service SERVER http post /api/orders
                  order-service CLIENT orrery.inventory.v1.stockquery/quote
                    inventory-service SERVER orrery.inventory.v1.stockquery/quote
                  order-service PRODUCER inventory.commands send
                    inventory-service CONSUMER inventory.commands process
                      inventory-service PRODUCER order.replies send
                        order-service CONSUMER order.replies process
                          order-service PRODUCER payment.commands send
                            payment-service CONSUMER payment.commands process
                              payment-service LOCAL payment authorize
                                payment-service CLIENT http post
                              payment-service PRODUCER order.replies send
                                order-service CONSUMER order.replies process
                                  order-service PRODUCER payment.commands send
                                    payment-service CONSUMER payment.commands process
                                      payment-service LOCAL payment capture
                                        payment-service CLIENT http post
                                      payment-service PRODUCER order.replies send
                                        order-service CONSUMER order.replies process
                                          order-service PRODUCER inventory.commands send
                                            inventory-service CONSUMER inventory.commands process
                                              inventory-service PRODUCER order.replies send
                                                order-service CONSUMER order.replies process
                                                  order-service PRODUCER order.events send
                                                    order-service CONSUMER order.events process
                  order-service PRODUCER order.events send
                    order-service CONSUMER order.events process
            """);

    assertThat(trace.spans()).extracting(Span::traceId).containsOnly(order.traceId());
    assertThat(trace.roots()).hasSize(1);
    assertThat(trace.spans())
        .filteredOn(span -> span.parentId() != null)
        .allMatch(span -> trace.parentOf(span).isPresent());
  }

  @Test
  void theTraceOfARejectedOrderShowsHowItWasUndone() {
    Order order = shop.buy(Basket.of("ORR-1051", 1).paidWith("tok_declined"));

    whole(
        order,
        """
        gateway SERVER http post /api/orders/**
          gateway CLIENT http post
            order-service SERVER http post /api/orders
              order-service PRODUCER inventory.commands send
                inventory-service CONSUMER inventory.commands process
                  inventory-service PRODUCER order.replies send
                    order-service CONSUMER order.replies process
                      order-service PRODUCER payment.commands send
                        payment-service CONSUMER payment.commands process
                          payment-service LOCAL payment authorize
                            payment-service CLIENT http post
                          payment-service PRODUCER order.replies send
                            order-service CONSUMER order.replies process
                              order-service PRODUCER inventory.commands send
                                inventory-service CONSUMER inventory.commands process
                                  inventory-service PRODUCER order.replies send
                                    order-service CONSUMER order.replies process
                                      order-service PRODUCER order.events send
                                        order-service CONSUMER order.events process
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-service", "payment-service"})
  void whatIsLoggedOfAnOrderCarriesItsTrace(String server) {
    Path log = deployment.sandbox().log(server);
    Order order;
    try (Faults _ = Faults.outage(deployment)) {
      order = shop.place(Basket.of("ORR-1052", 1));
      await("payments to complain")
          .atMost(Duration.ofSeconds(20))
          .until(() -> !lines(deployment.sandbox().log("payment-service"), order).isEmpty());
    }
    assertThat(shop.ended(order.id()).isConfirmed()).isTrue();

    assertThat(lines(log, order)).isNotEmpty().allMatch(line -> line.contains(order.traceId()));
  }

  private static List<String> lines(Path log, Order order) {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(order.id().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The order's trace, once every edge of the tree is in it. */
  private Trace whole(Order order, String tree) {
    await("the trace of order " + order.id())
        .untilAsserted(() -> {
          Trace trace = trace(order);
          assertThat(trace.missing(tree)).as("missing from\n" + trace).isEmpty();
        });
    return trace(order);
  }

  private Trace trace(Order order) {
    Answer answer =
        new Http(deployment.uri("zipkin")).get("/zipkin/api/v2/trace/" + order.traceId());
    return answer.status() == 404
        ? new Trace(List.of())
        : new Trace(answer.as(new TypeReference<List<Span>>() {}));
  }
}
