package dev.orrery.sandbox.shop;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP. */
public record Answer(int status, HttpHeaders headers, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  public static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  public <T> T as(Class<T> type) {
    return expect(200, 201, 202).read(type);
  }

  public <T> T as(TypeReference<T> type) {
    expect(200);
    return JSON.readValue(body, type);
  }

  private <T> T read(Class<T> type) {
    return JSON.readValue(body, type);
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public Answer expect(Integer... statuses) {
    if (!List.of(statuses).contains(status)) {
      throw new AssertionError("not one of " + List.of(statuses) + ": " + this);
    }
    return this;
  }

  /** RFC 9457, with a sentence for people. Returns the sentence. */
  public String refusedWith(int expected) {
    expect(expected);
    JsonNode problem = json();
    String detail = problem.path("detail").asString();
    if (!header("Content-Type").startsWith("application/problem+json")
        || problem.path("status").asInt() != expected
        || problem.path("title").asString("").isBlank()
        || !detail.contains(" ")
        || !detail.endsWith(".")) {
      throw new AssertionError("no problem that tells people something: " + this);
    }
    return detail;
  }
}
