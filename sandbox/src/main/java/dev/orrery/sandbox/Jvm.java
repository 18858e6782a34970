package dev.orrery.sandbox;

import java.nio.file.Path;

/** The JDK this runs on is the one the children get. */
final class Jvm {

  private Jvm() {}

  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
