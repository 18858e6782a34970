package dev.orrery.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The properties that a built service knows, as it and its libraries describe them. */
final class ApplicationProperties {

  private record Property(String name, String type, Optional<String> byDefault) {

    /** A hyphen may be left out of the variable, or be an underscore, as before Spring Boot 2. */
    boolean isSetBy(String variable) {
      return isSetBy(variable, variable(name))
          || isSetBy(variable, variable(name.replace('-', '.')));
    }

    private boolean isSetBy(String variable, String own) {
      return variable.equals(own)
          || type.startsWith("java.util.Map") && variable.startsWith(own + "_");
    }
  }

  private final Map<String, Property> byVariable = new HashMap<>();

  private ApplicationProperties() {}

  static ApplicationProperties of(Checkout checkout, String service) {
    Path jar = checkout.root().resolve(service).resolve("target").resolve(service + ".jar");
    ApplicationProperties properties = new ApplicationProperties();
    try (ZipFile application = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : application.stream().toList()) {
        byte[] content = application.getInputStream(entry).readAllBytes();
        if (describes(entry)) {
          properties.add(content);
        } else if (entry.getName().startsWith("BOOT-INF/lib/")) {
          properties.addLibrary(new ByteArrayInputStream(content));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private void addLibrary(InputStream library) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(library)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (describes(entry)) {
          add(zip.readAllBytes());
        }
      }
    }
  }

  private static boolean describes(ZipEntry entry) {
    return entry.getName().endsWith("spring-configuration-metadata.json");
  }

  private void add(byte[] metadata) {
    for (JsonNode property : new JsonMapper().readTree(metadata).path("properties")) {
      String name = property.path("name").asString();
      JsonNode byDefault = property.path("defaultValue");
      byVariable.put(
          variable(name),
          new Property(
              name,
              property.path("type").asString(""),
              byDefault.isValueNode() ? Optional.of(byDefault.asString()) : Optional.empty()));
    }
  }

  /** As Spring Boot reads a variable of the environment. */
  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
  }

  /** Whether a variable of the environment sets a property that exists. */
  boolean know(String variable) {
    return byVariable.values().stream().anyMatch(property -> property.isSetBy(variable));
  }

  Optional<String> byDefault(String property) {
    return Optional.ofNullable(byVariable.get(variable(property))).flatMap(Property::byDefault);
  }
}
