package dev.orrery.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** A producer that refuses what the outbox has taken. */
@SpringBootTest(
    properties = {
      "orrery.messaging.topic-prefix=outbox-order-test.",
      "spring.kafka.producer.properties.max.request.size=50000"
    })
class OutboxOrderTest {
  private static final String REFUSED = "x".repeat(60_000);

  @Autowired Outbox outbox;
  @Autowired TransactionTemplate transactions;
  @Autowired JdbcClient jdbc;
  @Autowired Reader reader;

  @DynamicPropertySource
  static void infrastructure(DynamicPropertyRegistry registry) {
    Database database = TestInfrastructure.database(OutboxOrderTest.class);
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("spring.kafka.bootstrap-servers", TestInfrastructure::kafka);
  }

  @Test
  void whatCannotBeSentIsNotOvertaken() {
    UUID correlation = Ids.next();
    transactions.executeWithoutResult(status ->
        List.of("before", REFUSED, "behind")
            .forEach(text ->
                outbox.append(Outbound.event("notes", "k", correlation, new Note.Written(text)))));

    await().until(() -> reader.texts().contains("before"));
    await().during(Duration.ofSeconds(1)).until(() -> !reader.texts().contains("behind"));
    jdbc.sql("delete from outbox where length(body) > 50000").update();
    await().until(() -> reader.texts().contains("behind"));
    assertThat(reader.texts()).containsExactly("before", "behind");
  }

  record Reader(List<String> texts) {}

  @Configuration
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Reader reader() {
      return new Reader(new CopyOnWriteArrayList<>());
    }

    @Bean
    Subscription<Note.Written> notes(Reader reader) {
      return Subscription.inbox(
          "notes",
          "readers",
          Note.Written.class,
          batch -> batch.forEach(note -> reader.texts().add(note.payload().text())));
    }
  }
}
