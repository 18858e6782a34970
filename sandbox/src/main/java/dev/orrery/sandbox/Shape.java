package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a system is made of beyond the usual.
 *
 * @param links whether services reach what they use through links that can be made to fail
 */
public record Shape(boolean links) {

  public static final Shape USUAL = new Shape(false);
  public static final Shape WITH_LINKS = new Shape(true);

  private static final String LINKS = "links=";

  /** That of the last start. */
  static Shape load(Path file) {
    try {
      return Files.exists(file)
          ? new Shape(Boolean.parseBoolean(Files.readString(file).strip().replace(LINKS, "")))
          : USUAL;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
  }

  void save(Path file) {
    try {
      Files.writeString(file, LINKS + links + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + file, e);
    }
  }
}
