package dev.orrery.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.tukaani.xz.XZInputStream;

/** The native servers inside the jars from Maven Central, unpacked once beside those jars. */
record Binaries(Path infrastructure) {

  Path kafka() {
    return infrastructure.resolve("kafka");
  }

  Path zipkin() {
    return infrastructure.resolve("servers/zipkin.jar");
  }

  /** The directory with {@code bin/postgres} and {@code bin/initdb}. */
  Path postgres() {
    return unpacked("postgres", name -> name.endsWith(".txz"), Binaries::untar);
  }

  Path redis() {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return unpacked("redis", name -> name.endsWith(os + "-" + arch), Binaries::copy)
        .resolve("redis-server");
  }

  /** Of several processes that find nothing unpacked one does it while the others wait. */
  private Path unpacked(String server, Predicate<String> entry, Unpacking how) {
    Path jar = infrastructure.resolve("servers").resolve(server + ".jar");
    Path unpacked = infrastructure.resolve("unpacked");
    Path result = unpacked.resolve(server);
    try {
      FileTime version = Files.getLastModifiedTime(jar);
      if (isOf(version, result)) {
        return result;
      }
      Files.createDirectories(unpacked);
      try (FileChannel file =
              FileChannel.open(
                  unpacked.resolve(server + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = file.lock()) {
        if (lock.isValid() && !isOf(version, result)) {
          Path partial = Directories.emptied(unpacked.resolve(server + ".partial"));
          unpack(jar, entry, how, partial);
          Directories.delete(result);
          Files.setLastModifiedTime(partial, version);
          Files.move(partial, result, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("Could not unpack " + jar, e);
    }
  }

  private static boolean isOf(FileTime version, Path directory) throws IOException {
    return Files.isDirectory(directory) && Files.getLastModifiedTime(directory).equals(version);
  }

  private static void unpack(Path jar, Predicate<String> name, Unpacking how, Path target)
      throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      JarEntry entry =
          file.stream()
              .filter(candidate -> name.test(candidate.getName()))
              .findFirst()
              .orElseThrow(() -> new IOException("It has no binary for this machine."));
      try (InputStream content = file.getInputStream(entry)) {
        how.unpack(content, target);
      }
    }
  }

  private static void copy(InputStream binary, Path target) throws IOException {
    Path file = target.resolve("redis-server");
    Files.copy(binary, file);
    if (!file.toFile().setExecutable(true, false)) {
      throw new IOException("Could not make " + file + " executable.");
    }
  }

  private static void untar(InputStream txz, Path target) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-x", "-f", "-", "-C", target.toString())
            .redirectErrorStream(true)
            .redirectOutput(target.resolve("tar.log").toFile())
            .start();
    try (OutputStream input = tar.getOutputStream()) {
      new XZInputStream(txz).transferTo(input);
    }
    if (tar.onExit().join().exitValue() != 0) {
      throw new IOException("tar failed: " + Files.readString(target.resolve("tar.log")));
    }
  }

  private interface Unpacking {
    void unpack(InputStream content, Path target) throws IOException;
  }
}
