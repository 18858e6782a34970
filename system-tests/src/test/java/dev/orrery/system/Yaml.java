package dev.orrery.system;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Documents as maps, each its own copy; a key that stands twice is refused. */
final class Yaml {
  private Yaml() {}

  static List<Map<String, Object>> all(Path file) {
    try {
      return all(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Map<String, Object>> all(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var yaml = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
    return StreamSupport.stream(yaml.loadAll(new StringReader(text)).spliterator(), false)
        .map(Yaml::map)
        .toList();
  }

  static Map<String, Object> one(Path file) {
    List<Map<String, Object>> documents = all(file);
    if (documents.size() != 1) {
      throw new IllegalArgumentException(file + " is not one document");
    }
    return documents.getFirst();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> maps(Object value) {
    return (List<Map<String, Object>>) value;
  }
}
