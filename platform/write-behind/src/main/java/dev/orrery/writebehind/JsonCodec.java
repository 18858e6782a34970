package dev.orrery.writebehind;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Values as they are kept in Redis; one that was removed is the empty text. */
record JsonCodec<V>(JsonMapper json, Class<V> type) {

  String write(V value) {
    return json.writeValueAsString(value);
  }

  /**
   * @throws tools.jackson.core.JacksonException where it is none of our values
   */
  Optional<V> read(String data) {
    return data.isEmpty() ? Optional.empty() : Optional.of(json.readValue(data, type));
  }
}
