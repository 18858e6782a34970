package dev.orrery.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Everything that is run, as a copy under {@code .orrery/programs} for each version of it: Maven
 * may build or clean while it runs.
 */
final class Programs {

  private static final String SERVERS = "sandbox/infrastructure/target/servers/";

  private final Path root;
  private final Path copies;
  private final Set<String> used = ConcurrentHashMap.newKeySet();

  Programs(Path root) {
    this.root = root;
    this.copies = root.resolve(".orrery/programs");
  }

  /** The directory with {@code bin/postgres} and {@code bin/initdb}. */
  Path postgres() {
    return copied("postgres", built(SERVERS + "postgres.jar"), NativeBinaries::postgres);
  }

  Path redis() {
    return copied("redis", built(SERVERS + "redis.jar"), NativeBinaries::redis)
        .resolve("redis-server");
  }

  /** The directory with the broker's jars. */
  Path kafka() {
    Path jars = built("sandbox/infrastructure/target/kafka");
    return Provisioned.once(
        copyNamed("kafka", listing(jars)), copy -> Directories.copy(jars, copy));
  }

  JavaProgram zipkin() {
    return bootJar("zipkin", built(SERVERS + "zipkin.jar"));
  }

  JavaProgram service(String name) {
    return bootJar(name, built(name + "/target/" + name + ".jar"));
  }

  /**
   * A program that is on our own class path, which needs no more of it than these classes' jars.
   */
  JavaProgram own(Class<?> main, Class<?>... libraries) {
    String classPath =
        Stream.concat(Stream.of(main), Stream.of(libraries))
            .map(Programs::location)
            .collect(Collectors.joining(File.pathSeparator));
    return new JavaProgram(root, List.of("-cp", classPath, main.getName()), false);
  }

  private JavaProgram bootJar(String name, Path jar) {
    Path copy = copied(name, jar, BootJar::extract);
    return new JavaProgram(copy, List.of("-jar", BootJar.APPLICATION), true);
  }

  private Path copied(String name, Path jar, Layout layout) {
    return Provisioned.once(copyNamed(name, content(jar)), copy -> layout.apply(jar, copy));
  }

  private Path built(String path) {
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      throw new SandboxException(path + " is not built: './orrery up' does it.");
    }
    return file;
  }

  /** Deletes the copies of versions that are not run any more. */
  void prune() {
    try (Stream<Path> all = Files.list(copies)) {
      for (Path copy : all.toList()) {
        String name = copy.getFileName().toString();
        if (used.stream().noneMatch(name::startsWith)) {
          Directories.delete(copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not delete old programs in " + copies, e);
    }
  }

  private Path copyNamed(String name, Stream<String> content) {
    String version = name + "-" + checksum(content);
    used.add(version);
    return copies.resolve(version);
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is in a jar, whenever it was written: a rebuild of the same is the same version. */
  private static Stream<String> content(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(Programs::describe).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + jar, e);
    }
  }

  private static String describe(ZipEntry entry) {
    return entry.getName() + " " + entry.getCrc();
  }

  private static Stream<String> listing(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + directory, e);
    }
  }

  private static String checksum(Stream<String> lines) {
    CRC32 checksum = new CRC32();
    lines.forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    return "%08x".formatted(checksum.getValue());
  }

  private interface Layout {
    void apply(Path jar, Path copy) throws IOException;
  }
}
