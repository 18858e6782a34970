package dev.orrery.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Lays one object over another as Kubernetes does: maps are merged, lists of things that have a key
 * are merged by it (what is new comes first), other lists are replaced.
 */
final class StrategicMerge {
  private static final Map<String, String> KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "volumes", "name",
          "env", "name",
          "volumeMounts", "mountPath",
          "ports", "containerPort",
          "topologySpreadConstraints", "topologyKey");

  private StrategicMerge() {}

  static void into(Map<String, Object> object, Map<String, Object> patch) {
    patch.forEach((field, change) -> object.put(field, merged(field, object.get(field), change)));
  }

  private static Object merged(String field, Object old, Object change) {
    if (old instanceof Map && change instanceof Map) {
      Map<String, Object> result = new LinkedHashMap<>(Yaml.map(old));
      into(result, Yaml.map(change));
      return result;
    }
    String key = KEYS.get(field);
    return old instanceof List<?> olds && change instanceof List<?> changes && key != null
        ? merged(key, olds, changes)
        : change;
  }

  private static List<Object> merged(String key, List<?> olds, List<?> changes) {
    List<Object> result = new ArrayList<>(olds);
    List<Object> added = new ArrayList<>();
    for (Object change : changes) {
      int at = indexOf(key, Yaml.map(change).get(key), result);
      if (at < 0) {
        added.add(change);
      } else {
        Map<String, Object> whole = new LinkedHashMap<>(Yaml.map(result.get(at)));
        into(whole, Yaml.map(change));
        result.set(at, whole);
      }
    }
    result.addAll(0, added);
    return result;
  }

  private static int indexOf(String key, Object value, List<Object> among) {
    for (int i = 0; i < among.size(); i++) {
      if (Objects.equals(Yaml.map(among.get(i)).get(key), value)) {
        return i;
      }
    }
    return -1;
  }
}
