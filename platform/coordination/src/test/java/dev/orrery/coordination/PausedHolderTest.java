package dev.orrery.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A holder that sleeps through the end of its lease, in a process of its own. */
class PausedHolderTest extends CoordinationTest {

  @Test
  void theWriteOfAHolderThatWasPausedBeyondItsLeaseIsRefused() throws Exception {
    Process sleeper = sleeper();
    try (BufferedReader says = sleeper.inputReader()) {
      assertThat(says.readLine()).isEqualTo("wrote");

      signal("STOP", sleeper);
      long token = writeOnce();
      signal("CONT", sleeper);

      sleeper.getOutputStream().write('\n');
      sleeper.getOutputStream().flush();
      assertThat(says.readLine()).isEqualTo("refused");
      assertThat(says.readLine()).isEqualTo("lost");
      assertThat(tokensWritten()).containsExactly(token - 1, token);
    } finally {
      sleeper.destroyForcibly();
    }
  }

  private Process sleeper() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PausedHolder.class.getName(),
            "--lock=" + lock.key(),
            "--spring.datasource.url=" + DATABASE.url(),
            "--spring.datasource.username=" + DATABASE.username(),
            "--spring.datasource.password=" + DATABASE.password(),
            "--orrery.redis.url=" + REDIS.uri())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void signal(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start().waitFor();
  }
}
