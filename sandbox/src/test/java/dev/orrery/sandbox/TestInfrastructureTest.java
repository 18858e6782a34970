package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TestInfrastructureTest {

  @Test
  void kafkaKeepsWhatIsSentToATopicOfSixPartitions() throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", TestInfrastructure.kafka());
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(List.of(new NewTopic("planets", Optional.empty(), Optional.empty())))
          .all()
          .get();
      assertThat(
              admin
                  .describeTopics(List.of("planets"))
                  .allTopicNames()
                  .get()
                  .get("planets")
                  .partitions())
          .hasSize(6);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThat(producer.send(new ProducerRecord<>("planets", "key", "value")).get().offset())
          .isZero();
    }
  }

  @Test
  void kafkaCreatesNoTopicByAccident() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", TestInfrastructure.kafka(), "max.block.ms", 500);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("mistyped", "value")).get())
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void everyCallGivesADatabaseOfItsOwnOnTheSameDurableServer() throws Exception {
    Database first = TestInfrastructure.database(getClass());
    Database second = TestInfrastructure.database(getClass());
    assertThat(first.url()).isNotEqualTo(second.url());
    assertThat(query(first, "show fsync")).isEqualTo("on");
    assertThat(query(first, "show synchronous_commit")).isEqualTo("on");
    assertThat(query(first, "select version()")).startsWith("PostgreSQL 18");
    assertThat(query(first, "select pg_postmaster_start_time()"))
        .isEqualTo(query(second, "select pg_postmaster_start_time()"));
  }

  @Test
  void aWrongPasswordIsRefused() {
    Database database = TestInfrastructure.database(getClass());
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.url(), database.username(), "guess").close())
        .isInstanceOf(SQLException.class);
  }

  @Test
  void redisAnswersAndKeepsAnAppendOnlyFile() throws Exception {
    URI uri = URI.create(TestInfrastructure.redisUri());
    assertThat(redis(uri, "CONFIG GET appendonly")).contains("yes");
  }

  private static String query(Database database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.username(), database.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static String redis(URI uri, String command) throws IOException {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
