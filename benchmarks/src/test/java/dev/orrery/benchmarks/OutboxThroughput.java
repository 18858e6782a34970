package dev.orrery.benchmarks;

import dev.orrery.messaging.Outbox;
import dev.orrery.sandbox.Database;
import dev.orrery.sandbox.TestInfrastructure;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One service's outbox: messages a second from a committed transaction to Kafka's acknowledgement,
 * beside what the same producer and the same table do alone.
 *
 * <p>Starts a Postgres and a Kafka of its own, as the tests do: commits are durable, sends are
 * {@code acks=all}, and the service is configured as every service is. All share this machine.
 */
public final class OutboxThroughput {
  private static final int MOST_WAITING = 2_000;

  private final Baselines baselines;
  private final OutboxLoad outbox;

  private OutboxThroughput(ApplicationContext context) {
    baselines = new Baselines(kafka(context), context.getBean(JdbcClient.class));
    outbox =
        new OutboxLoad(
            context.getBean(Outbox.class),
            context.getBean(TransactionTemplate.class),
            context.getBean(Timeline.class));
  }

  @SuppressWarnings("unchecked")
  private static KafkaTemplate<String, byte[]> kafka(ApplicationContext context) {
    return (KafkaTemplate<String, byte[]>) context.getBean("kafkaTemplate");
  }

  public static void main(String[] args) throws Exception {
    int rate = Setting.number("orrery.bench.outbox-rate", 10_000);
    int seconds = Setting.number("orrery.bench.outbox-seconds", 20);
    try (var context = SpringApplication.run(Application.class, properties())) {
      new OutboxThroughput(context).measure(rate, seconds);
    }
  }

  private void measure(int rate, int seconds) throws Exception {
    outbox.asFastAsItGoes(MOST_WAITING, seconds); // What runs often is compiled then.
    baselines.sends(seconds / 4);
    baselines.inserts(seconds / 4);

    var sends = baselines.sends(seconds / 2);
    var inserts = baselines.inserts(seconds / 2);
    var most = outbox.asFastAsItGoes(MOST_WAITING, seconds);
    var steady = outbox.atRate(rate, seconds);
    System.out.printf(
        "raw sends           %,7.0f messages/s, %2.0f us of processor each; %d under way%n",
        sends.aSecond(), sends.microseconds(), Baselines.SENDS_UNDER_WAY);
    System.out.printf(
        "raw inserts         %,7.0f messages/s, %2.0f us of processor each; %d a commit%n",
        inserts.aSecond(), inserts.microseconds(), OutboxLoad.MESSAGES_A_TRANSACTION);
    System.out.printf(
        """
        outbox, flat out    %,7.0f messages/s, %2.0f us of processor each; \
        %.0f %% of the sends, %.0f %% of the inserts, %.0f %% of one after the other%n\
        """,
        most.rate().aSecond(),
        most.rate().microseconds(),
        100 * most.rate().aSecond() / sends.aSecond(),
        100 * most.rate().aSecond() / inserts.aSecond(),
        100 * most.rate().aSecond() * (1 / sends.aSecond() + 1 / inserts.aSecond()));
    System.out.printf(
        """
        outbox, at %,6d/s  %,7.0f messages/s, %2.0f us of processor each; \
        commit to acknowledgement %s; backlog at most %,d, growing by %.0f/s%n\
        """,
        rate,
        steady.rate().aSecond(),
        steady.rate().microseconds(),
        steady.latencies(),
        steady.largestBacklog(),
        steady.backlogGrowth());
  }

  private static String[] properties() {
    Database database = TestInfrastructure.database(OutboxThroughput.class);
    return new String[] {
      "--spring.application.name=outbox-bench",
      "--spring.config.import=classpath:orrery/telemetry.yml,classpath:orrery/database.yml,"
          + "classpath:orrery/messaging.yml",
      "--spring.main.web-application-type=" + WebApplicationType.NONE,
      "--spring.main.banner-mode=off",
      "--logging.level.root=error",
      "--spring.datasource.url=" + database.url(),
      "--spring.datasource.username=" + database.username(),
      "--spring.datasource.password=" + database.password(),
      "--spring.kafka.bootstrap-servers=" + TestInfrastructure.kafka(),
      "--spring.flyway.locations=classpath:db/messaging",
      "--orrery.messaging.topics=" + OutboxLoad.TOPIC + "," + Baselines.TOPIC,
    };
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {

    @Bean
    Timeline timeline() {
      return new Timeline();
    }
  }
}
