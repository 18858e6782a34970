package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** A service that takes in jobs quickly and does them slowly: here, when the test says so. */
@SpringBootTest(
    properties = {
      "orrery.messaging.topic-prefix=flow-test.",
      "orrery.messaging.flow-interval=20ms",
      "spring.kafka.consumer.max-poll-records=20"
    })
class FlowControlTest {
  private static final WaterMarks MARKS = new WaterMarks(100, 40);

  /** Each of two consumers may have had a batch in hand. */
  private static final long MOST = MARKS.high() + 2 * 20;

  private static final Duration A_WHILE = Duration.ofSeconds(1);

  @Autowired JdbcClient jdbc;
  @Autowired KafkaTemplate<String, byte[]> kafka;
  @Autowired KafkaAdmin kafkaAdmin;
  @Autowired MeterRegistry meters;
  @Autowired ConcurrentKafkaListenerContainerFactory<String, byte[]> factory;
  @Autowired MessageReader reader;
  @Autowired Inbox inbox;
  @Autowired TransactionTemplate transactions;
  @Autowired MessagingProperties properties;

  @Autowired
  @Qualifier("jobs")
  Subscription<Note.Written> jobs;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(FlowControlTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
  }

  @BeforeEach
  void noJobs() {
    jdbc.sql("delete from job").update();
    await().until(() -> closed() == 0);
  }

  @Test
  void whatIsSlowHoldsABoundedBacklogAndDoesItAll() {
    publish("jobs", 1_000);
    await().until(() -> closed() == 1);
    await().during(A_WHILE).until(() -> open() >= MARKS.high() && open() <= MOST);
    await().until(() -> gauge("orrery.messaging.lag", "topic", "jobs") >= 1_000 - MOST);

    doAllOf(1_000);

    await().until(() -> closed() == 0);
    await().until(() -> gauge("orrery.messaging.lag", "topic", "jobs") == 0);
  }

  @Test
  void whatMakesRoomIsTakenInWhileThereIsNone() {
    publish("jobs", 500);
    await().until(() -> closed() == 1);
    publish("replies", 300);

    await().until(() -> count("select count(*) from reply") == 300);
    assertThat(closed()).isEqualTo(1);
    doAllOf(500);
  }

  @Test
  void aRebalanceWhileItIsPausedBringsNothingIn() throws Exception {
    publish("jobs", 1_000);
    await().until(() -> closed() == 1);
    await().during(A_WHILE).until(() -> open() <= MOST);
    long held = open();
    SubscriptionContainers second = anotherInstance();
    second.start();
    try {
      await().until(() -> membersWithPartitions() == 4);
      await().during(A_WHILE).until(() -> open() == held);
    } finally {
      second.stop();
    }
    await().until(() -> membersWithPartitions() == 2);
    await().during(A_WHILE).until(() -> open() == held);

    doAllOf(1_000);
  }

  private SubscriptionContainers anotherInstance() {
    var own = new SimpleMeterRegistry();
    var containers = new SubscriptionContainers(factory, properties, own);
    containers.add(
        jobs,
        new InboxListener<>(
            reader,
            new InboxHandler<>(jobs, inbox),
            new DeadLetters(kafka, own, Clock.systemUTC()),
            transactions,
            properties));
    return containers;
  }

  private long membersWithPartitions() throws Exception {
    String group = properties.physical("workers");
    try (Admin admin = Admin.create(kafkaAdmin.getConfigurationProperties())) {
      return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .count();
    }
  }

  /** Does some, looks that never too many are open, and so on until all have been done. */
  private void doAllOf(int jobs) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          assertThat(open()).isLessThanOrEqualTo(MOST);
          jdbc.sql(
                  """
                  update job set done = true
                   where id in (select id from job where not done limit 60)
                  """)
              .update();
          return count("select count(*) from job where done") == jobs;
        });
    assertThat(count("select count(distinct id) from job")).isEqualTo(jobs);
  }

  private void publish(String topic, int count) {
    CompletableFuture.allOf(
            IntStream.range(0, count)
                .mapToObj(i -> kafka.send(record(topic)))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private static ProducerRecord<String, byte[]> record(String topic) {
    UUID id = Ids.next();
    var record =
        new ProducerRecord<>(
            "flow-test." + topic, id.toString(), "{\"text\":\"x\"}".getBytes(UTF_8));
    CloudEventHeaders.put(record.headers(), "ce_specversion", "1.0");
    CloudEventHeaders.put(record.headers(), "ce_id", id.toString());
    CloudEventHeaders.put(record.headers(), "ce_type", "orrery.Written");
    return record;
  }

  private long open() {
    return count("select count(*) from job where not done");
  }

  private double closed() {
    return gauge("orrery.flow.closed", "gate", "jobs");
  }

  private double gauge(String name, String tag, String value) {
    return meters.get(name).tag(tag, value).gauge().value();
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  @Configuration
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Subscription<Note.Written> jobs(JdbcClient jdbc) {
      jdbc.sql("create table if not exists job (id uuid, done boolean not null default false)")
          .update();
      return Subscription.inbox(
              "jobs", "workers", Note.Written.class, batch -> write(jdbc, "job", batch))
          .whileBelow(
              MARKS,
              () -> jdbc.sql("select count(*) from job where not done").query(Long.class).single());
    }

    @Bean
    Subscription<Note.Written> replies(JdbcClient jdbc) {
      jdbc.sql("create table if not exists reply (id uuid)").update();
      return Subscription.inbox(
          "replies", "workers-answers", Note.Written.class, batch -> write(jdbc, "reply", batch));
    }

    private static void write(JdbcClient jdbc, String table, List<Inbound<Note.Written>> batch) {
      for (Inbound<Note.Written> message : batch) {
        jdbc.sql("insert into " + table + " (id) values (?)").param(message.id()).update();
      }
    }
  }
}
