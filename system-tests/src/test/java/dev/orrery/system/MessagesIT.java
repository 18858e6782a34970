package dev.orrery.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Book;
import dev.orrery.sandbox.shop.Metrics;
import dev.orrery.sandbox.shop.Order;
import dev.orrery.sandbox.shop.Product;
import dev.orrery.sandbox.shop.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that cannot be handled, come twice, or come in the wrong order. */
class MessagesIT {
  private static final String COMMANDS = "inventory.commands";

  private final Deployment deployment = Deployment.current();
  private final Shop shop = new Shop(deployment);
  private final Messages messages = new Messages(deployment);
  private final Book book = new Book(deployment);

  enum Poison {
    NO_ENVELOPE("ce_specversion", ""),
    UNKNOWN_TYPE("ce_type", "EatStock"),
    NO_ID("ce_id", "7"),
    NO_JSON("content-type", "application/json");

    private final String header;
    private final String value;

    Poison(String header, String value) {
      this.header = header;
      this.value = value;
    }

    ProducerRecord<String, byte[]> record(String key, int partition) {
      Headers headers = new RecordHeaders();
      Map.of(
              "ce_specversion", "1.0",
              "ce_id", UUID.randomUUID().toString(),
              "ce_source", "/system-tests",
              "ce_type", "ReserveStock")
          .forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
      headers.remove(header);
      headers.add(header, value.getBytes(UTF_8));
      return new ProducerRecord<>(COMMANDS, partition, key, "{]".getBytes(UTF_8), headers);
    }
  }

  @ParameterizedTest
  @EnumSource
  void poisonIsPutAsideWithItsReasonWhileOrdersGoOn(Poison poison) {
    String key = UUID.randomUUID().toString();
    int partitions = messages.partitions(COMMANDS);

    messages.send(IntStream.range(0, partitions).mapToObj(p -> poison.record(key, p)));
    Order order = shop.buy(Basket.of("ORR-1047", 1));

    assertThat(order.state()).isEqualTo(Order.State.CONFIRMED);
    await()
        .untilAsserted(() ->
            assertThat(messages.about(key, COMMANDS + ".dlt"))
                .hasSize(partitions)
                .allSatisfy(letter -> {
                  assertThat(letter.value()).isEqualTo("{]".getBytes(UTF_8));
                  assertThat(Messages.header(letter, "ce_source")).isEqualTo("/system-tests");
                  assertThat(Messages.header(letter, "dlt-origin-topic")).isEqualTo(COMMANDS);
                  assertThat(Messages.header(letter, "dlt-origin-offset")).matches("\\d+");
                  assertThat(Messages.header(letter, "dlt-group")).isEqualTo("inventory-service");
                  assertThat(Messages.header(letter, "dlt-reason"))
                      .startsWith("UnprocessableMessage: ");
                })
                .extracting(letter -> Messages.header(letter, "dlt-origin-partition"))
                .doesNotHaveDuplicates());
    assertThat(
            Metrics.of(deployment, "inventory-service")
                .value("orrery_messaging_dead_letters_total")
                .orElse(0))
        .isGreaterThanOrEqualTo(partitions);
  }

  @Test
  void whatIsDeliveredTwiceInTheWrongOrderChangesNothing() {
    repeatedBackwardsChangesNothing("ORR-1048", UnaryOperator.identity());
  }

  @Test
  void whatIsSaidAgainInOtherMessagesChangesNothing() {
    repeatedBackwardsChangesNothing(
        "ORR-1049",
        headers -> {
          Headers renamed = new RecordHeaders(headers.toArray());
          renamed.remove("ce_id");
          return renamed.add("ce_id", UUID.randomUUID().toString().getBytes(UTF_8));
        });
  }

  private void repeatedBackwardsChangesNothing(String sku, UnaryOperator<Headers> envelope) {
    List<Order> orders =
        List.of(
            shop.buy(Basket.of(sku, 2)),
            shop.buy(Basket.of(sku, 1).paidWith("tok_declined")),
            shop.buy(Basket.of(sku, 1).and("ORR-1044", 1)));
    var before = new Situation(sku, orders);

    for (String topic : Messages.TOPICS.keySet()) {
      List<ConsumerRecord<String, byte[]>> said = new ArrayList<>();
      orders.forEach(order -> said.addAll(messages.about(order.id(), topic)));
      assertThat(said).isNotEmpty();
      messages.send(
          said.reversed().stream()
              .map(record ->
                  new ProducerRecord<>(
                      topic,
                      record.partition(),
                      record.key(),
                      record.value(),
                      envelope.apply(record.headers()))));
    }

    everythingIsRead();
    before.isStillSo();
    assertThat(shop.buy(Basket.of(sku, 1)).isConfirmed()).isTrue();
  }

  private void everythingIsRead() {
    await("the commands to be read")
        .until(() -> messages.isRead(COMMANDS) && messages.isRead("payment.commands"));
    await("what is answered to them to be sent")
        .until(() ->
            Metrics.SERVICES.stream()
                .allMatch(service ->
                    Metrics.of(deployment, service).value("orrery_outbox_backlog").orElseThrow()
                        == 0));
    await("the answers to be read").until(() -> messages.isRead("order.replies"));
  }

  /** All that could have been changed. */
  private final class Situation {
    private final String sku;
    private final List<Order> orders;
    private final Product.Stock stock;
    private final List<List<Book.Kind>> written;

    Situation(String sku, List<Order> orders) {
      this.sku = sku;
      this.orders = orders;
      this.stock = shop.stock(sku);
      this.written = written();
    }

    void isStillSo() {
      assertThat(orders.stream().map(order -> shop.order(order.id())))
          .containsExactlyElementsOf(orders);
      assertThat(shop.stock(sku)).isEqualTo(stock);
      assertThat(written()).isEqualTo(written);
    }

    private List<List<Book.Kind>> written() {
      return orders.stream().map(order -> book.of(order.id())).toList();
    }
  }
}
