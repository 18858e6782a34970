package dev.orrery.sandbox.link;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /links} tells how all are, {@code PUT /links/NAME} sets the conditions of one, {@code
 * DELETE /links/NAME} heals it. Errors are problem documents (RFC 9457).
 */
final class LinkApi implements HttpHandler {

  private static final int LARGEST_BODY = 4 * 1024;
  private static final String ALL = "/links";
  private static final String ONE = "/links/";

  private final Map<String, Link> links;
  private final JsonMapper json;

  private record Problem(String title, int status, String detail) {}

  /** Why a request is not done. */
  private static final class Refused extends Exception {
    private final int status;
    private final String detail;

    Refused(int status, String detail) {
      super(detail);
      this.status = status;
      this.detail = detail;
    }
  }

  LinkApi(Map<String, Link> links, JsonMapper json) {
    this.links = links;
    this.json = json;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        answer(exchange, 200, "application/json", answerTo(exchange));
      } catch (Refused refused) {
        problem(exchange, refused.status, refused.detail);
      } catch (IOException e) {
        problem(exchange, 500, "The link could not be set: " + e.getMessage());
      }
    }
  }

  private Object answerTo(HttpExchange exchange) throws Refused, IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals(ALL) && method.equals("GET")) {
      return new Links(links.values().stream().map(LinkApi::view).toList());
    }
    if (!path.startsWith(ONE)) {
      throw new Refused(404, "There is nothing at this path.");
    }
    Link link = named(path.substring(ONE.length()));
    switch (method) {
      case "PUT" -> link.become(conditions(exchange));
      case "DELETE" -> link.become(Conditions.HEALED);
      case "GET" -> {}
      default -> throw new Refused(405, "Use GET, PUT or DELETE here.");
    }
    return view(link);
  }

  private Link named(String name) throws Refused {
    @Nullable Link link = links.get(name);
    if (link == null) {
      throw new Refused(404, "There is no link '" + name + "'.");
    }
    return link;
  }

  private Conditions conditions(HttpExchange exchange) throws Refused, IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new Refused(413, "The body is larger than " + LARGEST_BODY + " bytes.");
    }
    try {
      @Nullable Conditions conditions = json.readValue(body, Conditions.class);
      if (conditions == null || conditions.upstream() == null || conditions.downstream() == null) {
        throw new Refused(400, "A link needs its conditions upstream and downstream.");
      }
      return conditions;
    } catch (JacksonException e) {
      throw new Refused(400, "The body is not what is expected: " + e.getOriginalMessage());
    }
  }

  private static Links.Entry view(Link link) {
    return new Links.Entry(link.route().name(), link.conditions(), link.connections());
  }

  private void problem(HttpExchange exchange, int status, String detail) throws IOException {
    answer(exchange, status, "application/problem+json", new Problem("Not done", status, detail));
  }

  private void answer(HttpExchange exchange, int status, String type, Object body)
      throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
