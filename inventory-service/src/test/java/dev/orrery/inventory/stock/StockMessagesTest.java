package dev.orrery.inventory.stock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.Ids;
import dev.orrery.sandbox.TestInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Over the wire: what another service sends, and what it gets to read. */
class StockMessagesTest extends StockTest {
  private static final String COMMANDS = TOPIC_PREFIX + Topics.INVENTORY_COMMANDS;
  private static final String REPLIES = TOPIC_PREFIX + Topics.ORDER_REPLIES;
  private static final String DEAD_LETTERS = COMMANDS + ".dlt";

  private final UUID order = Ids.next();
  private final UUID saga = Ids.next();
  private final List<ConsumerRecord<String, String>> received = new ArrayList<>();

  @Autowired private JsonMapper json;
  private KafkaProducer<String, String> producer;
  private KafkaConsumer<String, String> consumer;

  @BeforeEach
  void connect() {
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestInfrastructure.kafka()),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                TestInfrastructure.kafka(),
                ConsumerConfig.GROUP_ID_CONFIG,
                "stock-messages-test-" + order,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.subscribe(List.of(REPLIES, DEAD_LETTERS));
  }

  @AfterEach
  void disconnect() {
    producer.close();
    consumer.close();
  }

  @Test
  void answersACommandInItsConversation() {
    String sku = product(5);
    UUID command = Ids.next();
    send(command, "ReserveStock", reserve(sku, 2));

    ConsumerRecord<String, String> reply = awaitRecords(1).getFirst();

    assertThat(reply.topic()).isEqualTo(REPLIES);
    assertThat(header(reply, "ce_type")).isEqualTo("orrery.StockReserved");
    assertThat(header(reply, "ce_correlationid")).isEqualTo(saga.toString());
    assertThat(header(reply, "ce_causationid")).isEqualTo(command.toString());
    assertThat(json.readValue(reply.value(), StockReserved.class).orderId()).isEqualTo(order);
    assertThat(level(sku)).isEqualTo(new Level(3, 2, 0));
  }

  @Test
  void answersOnceWhatIsDeliveredTwiceAndAgainWhatIsSentAgain() {
    String sku = product(5);
    UUID first = Ids.next();
    UUID again = Ids.next();
    send(first, "ReserveStock", reserve(sku, 2));
    send(first, "ReserveStock", reserve(sku, 2));
    send(again, "ReserveStock", reserve(sku, 2));
    UUID release = Ids.next();
    send(release, "ReleaseStock", "{\"orderId\": \"%s\"}".formatted(order));

    List<ConsumerRecord<String, String>> replies = awaitRecords(3);

    assertThat(replies)
        .extracting(reply -> header(reply, "ce_causationid"))
        .containsExactly(first.toString(), again.toString(), release.toString());
    assertThat(replies.get(0).value()).isEqualTo(replies.get(1).value());
    assertThat(level(sku)).isEqualTo(new Level(5, 0, 0));
  }

  @Test
  void putsAsideWhatCannotBeProcessedAndGoesOn() {
    String sku = product(5);
    send(Ids.next(), "ReserveStock", reserve(sku, 0));
    send(Ids.next(), "PaintStock", reserve(sku, 1));
    send(Ids.next(), "ReserveStock", "{");
    send(Ids.next(), "ReserveStock", "{}");
    send(Ids.next(), "ReserveStock", reserve(sku, 1));

    List<ConsumerRecord<String, String>> records = awaitRecords(5);

    assertThat(records).filteredOn(record -> record.topic().equals(DEAD_LETTERS)).hasSize(4);
    assertThat(records)
        .filteredOn(record -> record.topic().equals(REPLIES))
        .singleElement()
        .satisfies(reply -> assertThat(header(reply, "ce_type")).isEqualTo("orrery.StockReserved"));
  }

  private String reserve(String sku, int quantity) {
    return """
    {"orderId": "%s", "lines": [{"sku": "%s", "quantity": %d}], "aFieldOfTomorrow": true}
    """
        .formatted(order, sku, quantity);
  }

  private void send(UUID id, String type, String body) {
    var record = new ProducerRecord<>(COMMANDS, order.toString(), body);
    Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id.toString(),
            "ce_source",
            "/stock-messages-test",
            "ce_type",
            "orrery." + type,
            "ce_correlationid",
            saga.toString(),
            "ce_replyto",
            Topics.ORDER_REPLIES,
            "content-type",
            "application/json")
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    producer.send(record);
    producer.flush();
  }

  private List<ConsumerRecord<String, String>> awaitRecords(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> {
          for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
            if (record.key().equals(order.toString())) {
              received.add(record);
            }
          }
          return received.size() >= count;
        });
    return received;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
