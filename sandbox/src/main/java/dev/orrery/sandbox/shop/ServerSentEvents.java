package dev.orrery.sandbox.shop;

import java.util.stream.Gatherer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a stream of lines as the events they tell of. Comments and other fields are passed over.
 */
final class ServerSentEvents {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private String name = "message";
  private String data = "";

  private ServerSentEvents() {}

  static Gatherer<String, ?, Shop.Event> parsed() {
    return Gatherer.<String, ServerSentEvents, Shop.Event>ofSequential(
        ServerSentEvents::new, (event, line, out) -> event.read(line, out));
  }

  private boolean read(String line, Gatherer.Downstream<? super Shop.Event> out) {
    if (line.startsWith("event:")) {
      name = line.substring("event:".length()).strip();
    } else if (line.startsWith("data:")) {
      data += line.substring("data:".length());
    } else if (line.isEmpty() && !data.isEmpty()) {
      var event = new Shop.Event(name, JSON.readValue(data, Order.class));
      name = "message";
      data = "";
      return out.push(event);
    }
    return true;
  }
}
