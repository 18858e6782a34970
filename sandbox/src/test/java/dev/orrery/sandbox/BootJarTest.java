package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootJarTest {

  @TempDir Path directory;

  @Test
  void becomesAPlainJarWithItsLibrariesInOrder() throws IOException {
    Path boot = directory.resolve("boot.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Start-Class"), "planets.Main");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(boot), manifest)) {
      add(jar, "BOOT-INF/classes/", "");
      add(jar, "BOOT-INF/classes/planets/", "");
      add(jar, "BOOT-INF/classes/planets/Main.class", "code");
      add(jar, "BOOT-INF/lib/", "");
      add(jar, "BOOT-INF/lib/a.jar", "a");
      add(jar, "BOOT-INF/lib/b.jar", "b");
      add(jar, "BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/b.jar\"\n- \"BOOT-INF/lib/a.jar\"\n");
    }

    BootJar.extract(boot, directory.resolve("program"));

    assertThat(directory.resolve("program/lib/a.jar")).hasContent("a");
    try (JarFile plain = new JarFile(directory.resolve("program/app.jar").toFile())) {
      Attributes attributes = plain.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Main-Class")).isEqualTo("planets.Main");
      assertThat(attributes.getValue("Class-Path")).isEqualTo("lib/b.jar lib/a.jar");
      assertThat(plain.stream().map(JarEntry::getName))
          .contains("planets/", "planets/Main.class")
          .noneMatch(name -> name.startsWith("BOOT-INF"));
    }
  }

  private static void add(JarOutputStream jar, String name, String content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
