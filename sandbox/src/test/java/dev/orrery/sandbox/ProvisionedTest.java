package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionedTest {

  @TempDir Path directory;

  @Test
  void isMadeOnce() {
    AtomicInteger made = new AtomicInteger();
    for (int time = 0; time < 2; time++) {
      Provisioned.once(
          directory.resolve("deep/file"),
          file -> Files.writeString(file, "version " + made.incrementAndGet()));
    }
    assertThat(directory.resolve("deep/file")).hasContent("version 1");
  }

  @Test
  void whatWasLeftByAnInterruptedOneIsNotTakenForIt() {
    Path target = directory.resolve("program");
    assertThatThrownBy(() ->
            Provisioned.once(
                target,
                partial -> {
                  Files.createDirectories(partial.resolve("half"));
                  throw new IOException("disk full");
                }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("disk full");
    assertThat(target).doesNotExist();

    Provisioned.once(target, Files::createDirectory);
    assertThat(target).isEmptyDirectory();
  }
}
