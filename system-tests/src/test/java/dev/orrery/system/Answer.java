package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back over HTTP. */
record Answer(int status, HttpHeaders headers, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  JsonNode json() {
    return JSON.readTree(body);
  }

  <T> T as(Class<T> type) {
    return expect(200, 201, 202).read(type);
  }

  <T> T as(TypeReference<T> type) {
    expect(200);
    return JSON.readValue(body, type);
  }

  private <T> T read(Class<T> type) {
    return JSON.readValue(body, type);
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  Answer expect(Integer... statuses) {
    assertThat(status).as(body).isIn((Object[]) statuses);
    return this;
  }

  /** RFC 9457, with a sentence for people. Returns the sentence. */
  String refusedWith(int expected) {
    assertThat(status).as(body).isEqualTo(expected);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    assertThat(json().path("status").asInt()).isEqualTo(expected);
    assertThat(json().path("title").asString()).isNotBlank();
    String detail = json().path("detail").asString();
    assertThat(detail).contains(" ").endsWith(".");
    return detail;
  }
}
