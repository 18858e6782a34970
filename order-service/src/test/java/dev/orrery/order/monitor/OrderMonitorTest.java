package dev.orrery.order.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Message;
import dev.orrery.contracts.Money;
import dev.orrery.contracts.OrderEvent.OrderConfirmed;
import dev.orrery.contracts.OrderEvent.OrderPlaced;
import dev.orrery.contracts.OrderEvent.OrderRejected;
import dev.orrery.contracts.PaymentReply.PaymentCaptured;
import dev.orrery.contracts.StockLine;
import dev.orrery.contracts.StockReply.ReservationCommitted;
import dev.orrery.contracts.StockReply.StockReserved;
import dev.orrery.contracts.Topics;
import dev.orrery.messaging.MessageTypes;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Records made by hand, on real topics, some of them from before the service was started. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OrderMonitorTest {
  private static final String PREFIX = "monitor-test-" + UUID.randomUUID() + ".";
  private static final List<StockLine> LINES = List.of(new StockLine("ORR-1001", 1));
  private static final Money TOTAL = new Money(100, "EUR");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final KafkaProducer<String, byte[]> PRODUCER =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", TestInfrastructure.kafka()),
          new StringSerializer(),
          new ByteArraySerializer());

  @Autowired MeterRegistry meters;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(OrderMonitorTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
    registry.add("orrery.messaging.topic-prefix", () -> PREFIX);
    registry.add("eureka.client.enabled", () -> "false");
    registry.add("orrery.telemetry.traces-per-second", () -> "0");
    registry.add("orrery.monitor.within", () -> "1m");
    registry.add("orrery.monitor.patience", () -> "500ms");
    registry.add("orrery.monitor.memory", () -> "10m");
    registry.add("orrery.monitor.sweep-interval", () -> "100ms");
  }

  @BeforeAll
  static void anOrderWasPlacedBeforeTheStartAndNeverEnded() throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", TestInfrastructure.kafka()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(PREFIX + Topics.ORDER_EVENTS, 6, (short) 1),
                  new NewTopic(PREFIX + Topics.ORDER_REPLIES, 6, (short) 1)))
          .all()
          .get();
    }
    publish(Topics.ORDER_EVENTS, placed(UUID.randomUUID()), Instant.now().minusSeconds(120));
  }

  @AfterAll
  static void close() {
    PRODUCER.close();
  }

  @Test
  void tellsWhatIsBrokenAndNothingElse() {
    await().untilAsserted(() -> assertThat(violations("placed-leads-to-settled")).isEqualTo(1));
    assertThat(gauge("orrery.monitor.overdue", "placed-leads-to-settled")).isEqualTo(1);
    assertThat(gauge("orrery.monitor.open.age", "placed-leads-to-settled")).isGreaterThan(100);

    UUID torn = UUID.randomUUID();
    publish(Topics.ORDER_EVENTS, new OrderConfirmed(torn, 2, torn, LINES, TOTAL), Instant.now());
    publish(Topics.ORDER_EVENTS, new OrderRejected(torn, 3, torn, "late"), Instant.now());
    await()
        .untilAsserted(() -> assertThat(violations("never-confirmed-and-rejected")).isEqualTo(1));

    UUID unreserved = UUID.randomUUID();
    Instant longAgo = Instant.now().minus(Duration.ofMinutes(3));
    publish(Topics.ORDER_EVENTS, placed(unreserved), longAgo);
    publish(Topics.ORDER_REPLIES, new PaymentCaptured(unreserved, unreserved), longAgo);
    await()
        .untilAsserted(() -> assertThat(violations("captured-only-what-is-reserved")).isEqualTo(1));

    double before = allViolations();
    publishTwiceAndInAnyOrder(UUID.randomUUID());
    await().untilAsserted(() -> assertThat(gaugeOf("orrery.monitor.orders")).isEqualTo(4));
    await()
        .during(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(allViolations()).isEqualTo(before));
    assertThat(gauge("orrery.monitor.open", "placed-leads-to-settled")).isEqualTo(2);
  }

  private static void publishTwiceAndInAnyOrder(UUID order) {
    List<Runnable> deliveries = new ArrayList<>();
    Instant now = Instant.now();
    for (int time = 0; time < 2; time++) {
      deliveries.add(() -> publish(Topics.ORDER_EVENTS, placed(order), now));
      deliveries.add(() ->
          publish(Topics.ORDER_EVENTS, new OrderConfirmed(order, 2, order, LINES, TOTAL), now));
      deliveries.add(() -> publish(Topics.ORDER_REPLIES, new StockReserved(order, now), now));
      deliveries.add(() -> publish(Topics.ORDER_REPLIES, new PaymentCaptured(order, order), now));
      deliveries.add(() -> publish(Topics.ORDER_REPLIES, new ReservationCommitted(order), now));
    }
    Collections.shuffle(deliveries);
    deliveries.forEach(Runnable::run);
  }

  private static OrderPlaced placed(UUID order) {
    return new OrderPlaced(order, 1, order, LINES, TOTAL);
  }

  private static void publish(String topic, Message message, Instant time) {
    var record =
        new ProducerRecord<>(
            PREFIX + topic,
            message.orderId().toString(),
            JSON.writeValueAsString(message).getBytes(UTF_8));
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", UUID.randomUUID().toString(),
            "ce_type", MessageTypes.wireName(message.getClass()),
            "ce_time", time.toString(),
            "ce_causationid", UUID.randomUUID().toString())
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    PRODUCER.send(record);
    PRODUCER.flush();
  }

  private double violations(String rule) {
    return meters.get("orrery.monitor.violations").tag("rule", rule).counter().count();
  }

  private double allViolations() {
    return meters.get("orrery.monitor.violations").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private double gauge(String name, String rule) {
    return meters.get(name).tag("rule", rule).gauge().value();
  }

  private double gaugeOf(String name) {
    return meters.get(name).gauge().value();
  }
}
