package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a system is made of beyond the usual.
 *
 * @param links whether services reach what they use through links that can be made to fail
 * @param replicas how many instances there are of order-, inventory- and payment-service, 1 or 2;
 *     the second one's name ends in {@code -2}
 */
public record Shape(boolean links, int replicas) {

  static final int MOST_REPLICAS = 2;

  public static final Shape USUAL = new Shape(false, 1);

  public Shape {
    if (replicas < 1 || replicas > MOST_REPLICAS) {
      throw new UsageException(
          replicas + " replicas are not possible: 1 to " + MOST_REPLICAS + " are.");
    }
  }

  public Shape withLinks() {
    return new Shape(true, replicas);
  }

  public Shape withReplicas(int number) {
    return new Shape(links, number);
  }

  /** That of the last start. */
  static Shape load(Path file) {
    try {
      if (!Files.exists(file)) {
        return USUAL;
      }
      List<String> lines = Files.readAllLines(file);
      return new Shape(Boolean.parseBoolean(lines.getFirst()), Integer.parseInt(lines.get(1)));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }

  void save(Path file) {
    try {
      Files.write(file, List.of(Boolean.toString(links), Integer.toString(replicas)));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + file, e);
    }
  }
}
