package dev.orrery.writebehind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process that writes and drains is killed, and another goes on. */
class KilledServiceTest extends WriteBehindTest {
  private static final int ACKNOWLEDGED = 3_000;

  @Test
  void whatAProcessAcknowledgedBeforeItWasKilledIsWrittenByAnother() throws Exception {
    var table = ThingTable.create(jdbc, name);
    Map<String, Long> acknowledged = new HashMap<>();
    Process victim = victim();
    try (BufferedReader says = victim.inputReader()) {
      for (int i = 0; i < ACKNOWLEDGED; i++) {
        String[] told = says.readLine().split(" ");
        acknowledged.put(told[0], Long.parseLong(told[1]));
      }
    } finally {
      victim.destroyForcibly().waitFor();
    }

    var heir = new Instance(table, PROPERTIES);
    heir.buffers.start();
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> look().dirty() == 0);
    } finally {
      heir.buffers.stop();
    }

    Map<String, String> written = table.bodies();
    assertThat(written).hasSameSizeAs(acknowledged);
    // What was under way when it died may be there too.
    acknowledged.forEach((key, number) ->
        assertThat(Long.parseLong(written.get(key).substring(1))).isGreaterThanOrEqualTo(number));
  }

  private Process victim() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledService.class.getName(),
            "--buffer=" + name,
            "--spring.datasource.url=" + DATABASE.url(),
            "--spring.datasource.username=" + DATABASE.username(),
            "--spring.datasource.password=" + DATABASE.password(),
            "--orrery.redis.url=" + REDIS.uri(),
            "--orrery.write-behind.shards=" + PROPERTIES.shards(),
            "--orrery.write-behind.interval=20ms",
            "--orrery.write-behind.delay=10ms")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
