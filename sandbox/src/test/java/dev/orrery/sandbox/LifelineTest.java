package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LifelineTest {

  /** A JVM that uses the test infrastructure and then hangs. */
  public static void main(String[] arguments) throws InterruptedException {
    Database database = TestInfrastructure.database(LifelineTest.class);
    ProcessHandle.current()
        .descendants()
        .forEach(child -> System.out.println("child " + child.pid()));
    System.out.println("database " + database.url());
    Thread.currentThread().join();
  }

  @Test
  void evenAfterAKillOfTheTestNothingIsLeft() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Jvm.executable(),
                "-cp",
                System.getProperty("java.class.path"),
                LifelineTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> children;
    Path files;
    try (BufferedReader output = jvm.inputReader()) {
      List<String> lines = output.lines().takeWhile(line -> !line.startsWith("database")).toList();
      children =
          lines.stream()
              .map(line -> ProcessHandle.of(Long.parseLong(line.substring("child ".length()))))
              .flatMap(Optional::stream)
              .toList();
      files = temporaryDirectory(children);
      jvm.destroyForcibly();
    }
    assertThat(children).hasSizeGreaterThan(2);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive) && !Files.exists(files));
  }

  /** The data directory is one of Postgres' arguments. */
  private static Path temporaryDirectory(List<ProcessHandle> children) {
    return children.stream()
        .flatMap(child -> child.info().arguments().stream())
        .flatMap(Stream::of)
        .filter(argument -> argument.endsWith("/postgres/data"))
        .map(argument -> Path.of(argument).getParent().getParent())
        .findFirst()
        .orElseThrow();
  }
}
