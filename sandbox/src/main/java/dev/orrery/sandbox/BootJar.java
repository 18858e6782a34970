package dev.orrery.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * A Spring Boot jar, laid out as plain jars: nothing is nested when classes are loaded, and only so
 * can the JVM cache them. (Boot's own {@code jarmode=tools extract} takes a JVM start for each and
 * refuses Zipkin's jar.)
 */
final class BootJar {

  static final String APPLICATION = "app.jar";

  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  private BootJar() {}

  /** Makes {@code directory/app.jar}, which names {@code directory/lib/*.jar} as its class path. */
  static void extract(Path bootJar, Path directory) throws IOException {
    Files.createDirectories(directory.resolve("lib"));
    try (JarFile source = new JarFile(bootJar.toFile());
        OutputStream file = Files.newOutputStream(directory.resolve(APPLICATION));
        JarOutputStream application = new JarOutputStream(file, manifest(source))) {
      for (JarEntry entry : source.stream().toList()) {
        try (InputStream content = source.getInputStream(entry)) {
          String name = entry.getName();
          if (name.startsWith(LIBRARIES) && !entry.isDirectory()) {
            Files.copy(content, directory.resolve("lib").resolve(fileName(name)));
          } else if (name.startsWith(CLASSES) && !name.equals(CLASSES)) {
            // Directories too: Spring's search for components starts from theirs.
            application.putNextEntry(new JarEntry(name.substring(CLASSES.length())));
            content.transferTo(application);
          }
        }
      }
    }
  }

  private static Manifest manifest(JarFile source) throws IOException {
    Manifest manifest = new Manifest(source.getManifest());
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MAIN_CLASS, attributes.getValue("Start-Class"));
    attributes.put(
        Attributes.Name.CLASS_PATH,
        libraries(source).stream().map(name -> "lib/" + name).collect(Collectors.joining(" ")));
    return manifest;
  }

  /** In the order of the build's class path. */
  private static List<String> libraries(JarFile source) throws IOException {
    try (InputStream index = source.getInputStream(source.getEntry("BOOT-INF/classpath.idx"))) {
      return new String(index.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> fileName(line.replaceAll("^- \"|\"$", "")))
          .toList();
    }
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
