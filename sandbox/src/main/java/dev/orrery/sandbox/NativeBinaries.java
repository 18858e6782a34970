package dev.orrery.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.tukaani.xz.XZInputStream;

/** The servers for this machine, out of the jars they come in. */
final class NativeBinaries {

  private NativeBinaries() {}

  static void postgres(Path jar, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (JarFile file = new JarFile(jar.toFile());
        InputStream txz = entry(file, name -> name.endsWith(".txz"))) {
      Process tar =
          new ProcessBuilder("tar", "-x", "-f", "-", "-C", directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("tar.log").toFile())
              .start();
      try (OutputStream input = tar.getOutputStream()) {
        new XZInputStream(txz).transferTo(input);
      }
      if (tar.onExit().join().exitValue() != 0) {
        throw new IOException("tar: " + Files.readString(directory.resolve("tar.log")).strip());
      }
    }
  }

  static void redis(Path jar, Path directory) throws IOException {
    Path executable = Files.createDirectories(directory).resolve("redis-server");
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    String platform =
        (mac ? "darwin-" : "linux-")
            + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    try (JarFile file = new JarFile(jar.toFile());
        InputStream binary = entry(file, name -> name.endsWith(platform))) {
      Files.copy(binary, executable);
    }
    if (!executable.toFile().setExecutable(true, false)) {
      throw new IOException("Could not make " + executable + " executable.");
    }
  }

  private static InputStream entry(JarFile file, Predicate<String> name) throws IOException {
    JarEntry entry =
        file.stream()
            .filter(candidate -> name.test(candidate.getName()))
            .findFirst()
            .orElseThrow(() -> new IOException("no binary for this machine in " + file.getName()));
    return file.getInputStream(entry);
  }
}
