package dev.orrery.benchmarks;

import java.util.Optional;

/**
 * A setting from a system property or, with dots as underscores and in capitals, the environment.
 */
final class Setting {
  private Setting() {}

  static String text(String name, String otherwise) {
    String variable = name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .orElse(otherwise);
  }

  static int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }
}
