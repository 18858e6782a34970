package dev.orrery.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code kubectl kustomize} makes of a directory, for the part of kustomize that ours use;
 * whatever else stands in a kustomization is refused. Generated names have no hash here.
 */
final class Kustomization {
  private static final Set<String> KNOWN =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "components",
          "patches",
          "configMapGenerator",
          "secretGenerator",
          "images");

  private final Path directory;
  private final Map<String, Object> content;

  private Kustomization(Path directory) {
    this.directory = directory;
    this.content = Yaml.one(directory.resolve("kustomization.yaml"));
    if (!KNOWN.containsAll(content.keySet())) {
      throw new IllegalArgumentException(
          "%s has %s, of which only %s is known".formatted(directory, content.keySet(), KNOWN));
    }
  }

  static List<Map<String, Object>> render(Path directory) {
    List<Map<String, Object>> objects = new ArrayList<>();
    new Kustomization(directory).addTo(objects);
    return objects;
  }

  private void addTo(List<Map<String, Object>> objects) {
    for (String resource : texts("resources")) {
      Path path = directory.resolve(resource);
      objects.addAll(Files.isDirectory(path) ? render(path) : Yaml.all(path));
    }
    for (String component : texts("components")) {
      new Kustomization(directory.resolve(component)).addTo(objects);
    }
    maps("configMapGenerator").forEach(each -> objects.add(generated("ConfigMap", each)));
    maps("secretGenerator").forEach(each -> objects.add(generated("Secret", each)));
    maps("patches").forEach(patch -> apply(patch, objects));
    maps("images").forEach(image -> objects.forEach(object -> rename(image, object)));
    if (content.get("namespace") instanceof String namespace) {
      objects.stream()
          .filter(object -> !"Namespace".equals(object.get("kind")))
          .forEach(object -> Yaml.map(object.get("metadata")).put("namespace", namespace));
    }
  }

  private Map<String, Object> generated(String kind, Map<String, Object> generator) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (String literal : texts(generator, "literals")) {
      String[] parts = literal.split("=", 2);
      data.put(parts[0], encoded(kind, parts[1]));
    }
    for (String file : texts(generator, "files")) {
      data.put(file, encoded(kind, text(directory.resolve(file))));
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", kind);
    object.put("metadata", new LinkedHashMap<>(Map.of("name", generator.get("name"))));
    object.put("data", data);
    if (kind.equals("Secret")) {
      object.put("type", "Opaque");
    }
    return object;
  }

  private static String encoded(String kind, String value) {
    return kind.equals("Secret")
        ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        : value;
  }

  private void apply(Map<String, Object> patch, List<Map<String, Object>> objects) {
    Object kind = Yaml.map(patch.get("target")).get("kind");
    Map<String, Object> change = Yaml.one(directory.resolve((String) patch.get("path")));
    change.remove("metadata");
    objects.stream()
        .filter(object -> object.get("kind").equals(kind))
        .forEach(object -> StrategicMerge.into(object, change));
  }

  private static void rename(Map<String, Object> image, Object part) {
    switch (part) {
      case Map<?, ?> map -> {
        if (image.get("name").equals(map.get("image"))) {
          Yaml.map(map).put("image", image.get("newName") + ":" + image.get("newTag"));
        }
        map.values().forEach(value -> rename(image, value));
      }
      case List<?> list -> list.forEach(value -> rename(image, value));
      case null, default -> {}
    }
  }

  private List<String> texts(String field) {
    return texts(content, field);
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Map<String, Object> from, String field) {
    return (List<String>) from.getOrDefault(field, List.of());
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> maps(String field) {
    return (List<Map<String, Object>>) content.getOrDefault(field, List.of());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
