package dev.orrery.sandbox.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer: bounded bodies in, JSON or a problem out. */
final class Call {
  private static final int LARGEST_BODY = 16 * 1024;

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          409, "Conflict",
          413, "Content Too Large",
          500, "Internal Server Error");

  private final HttpExchange exchange;
  private final JsonMapper json;

  /** RFC 9457. */
  private record Problem(String title, int status, String detail) {}

  Call(HttpExchange exchange, JsonMapper json) {
    this.exchange = exchange;
    this.json = json;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String[] path() {
    return exchange.getRequestURI().getPath().substring(1).split("/", -1);
  }

  void requireMethod(String allowed) {
    if (!method().equals(allowed)) {
      throw new Refusal(405, "use " + allowed + " here");
    }
  }

  String idempotencyKey() {
    return AuthorizationRequest.requireName(
        "the header Idempotency-Key", exchange.getRequestHeaders().getFirst("Idempotency-Key"));
  }

  long queried(String name, long absent, long least, long most) {
    String query = exchange.getRequestURI().getQuery();
    if (query == null) {
      return absent;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        try {
          long value = Long.parseLong(pair.substring(name.length() + 1));
          if (value >= least && value <= most) {
            return value;
          }
        } catch (NumberFormatException e) {
          throw Refusal.invalid(name + " must be a number");
        }
        throw Refusal.invalid(name + " must be between " + least + " and " + most);
      }
    }
    return absent;
  }

  <T> T read(Class<T> type) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new Refusal(413, "the body is larger than " + LARGEST_BODY + " bytes");
    }
    try {
      T value = json.readValue(body, type);
      if (value == null) {
        throw Refusal.invalid("the body is empty");
      }
      return value;
    } catch (DatabindException e) {
      throw e.getCause() instanceof Refusal refusal
          ? refusal
          : Refusal.invalid("the body is not what is expected: " + e.getOriginalMessage());
    } catch (JacksonException e) {
      throw Refusal.invalid("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  void answer(int status, Object body) throws IOException {
    send(status, "application/json", json.writeValueAsBytes(body));
  }

  void problem(int status, String detail) throws IOException {
    String title = TITLES.getOrDefault(status, "Error");
    send(
        status,
        "application/problem+json",
        json.writeValueAsBytes(new Problem(title, status, detail)));
  }

  void send(int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
