package dev.orrery.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that can be wrong with a request, sent to a real port. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.application.name=web-test",
      "spring.config.import=classpath:orrery/web.yml",
      "orrery.web.max-body-size=2KB"
    })
class ProblemsTest {

  private static final String GOOD =
      """
      {"customer": "%s", "kind": "GIFT", "lines": [{"sku": "A", "quantity": 2}], "later": 1}\
      """
          .formatted(UUID.randomUUID());

  @LocalServerPort private int port;

  @Test
  void aFieldNobodyKnowsIsIgnored() throws Exception {
    assertThat(post(GOOD).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                     | | The body is not valid JSON: it breaks at line 1, column 2.",
        "                                      | | A JSON body is required.",
        "[]                                    | body | body has the wrong form.",
        "{\"lines\": 5}                        | lines | lines must be a list.",
        "{\"kind\": \"LOAN\"}                  | kind | kind must be one of GIFT, SALE.",
        "{\"kind\": 1}                         | kind | kind must be one of GIFT, SALE.",
        "{\"customer\": \"x\"}                 | customer | customer must be a UUID.",
        "{\"lines\": [{\"quantity\": \"3\"}]}  | lines[0].quantity | lines[0].quantity must be a whole number of at most 2147483647.",
        "{\"lines\": [{\"quantity\": 1.5}]}    | lines[0].quantity | lines[0].quantity must be a whole number of at most 2147483647.",
        "{\"lines\": [{\"quantity\": 1e12}]}   | lines[0].quantity | lines[0].quantity must be a whole number of at most 2147483647.",
        "{\"lines\": [{\"quantity\": 99999999999}]} | lines[0].quantity | lines[0].quantity must be a whole number of at most 2147483647.",
        "{\"lines\": [{\"quantity\": null}]}   | lines[0].quantity | lines[0].quantity must be a whole number of at most 2147483647.",
        "{\"lines\": [{\"quantity\": 13}]}     | lines[0] | lines[0] is refused: thirteen is bad luck.",
      })
  void saysWhatIsWrongWithABodyAndWhere(String body, String field, String detail) throws Exception {
    JsonNode problem = problem(post(body == null ? "" : body), 400);
    assertThat(problem.path("detail").asString()).isEqualTo(detail);
    assertThat(problem.path("errors").path(0).path("field").asString(""))
        .isEqualTo(field == null ? "" : field);
  }

  @Test
  void listsEveryInvalidField() throws Exception {
    JsonNode problem = problem(post("{\"lines\": [{\"sku\": \"A\", \"quantity\": 0}]}"), 400);
    assertThat(problem.path("errors").valueStream().map(error -> error.path("field").asString()))
        .containsExactlyInAnyOrder("customer", "lines[0].quantity");
    assertThat(problem.path("detail").asString())
        .contains("not valid in 2 places")
        .contains("lines[0].quantity must be greater than 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/things/nine      | 400 | id must be a UUID.",
        "/things?limit=x   | 400 | limit must be a whole number of at most 2147483647.",
        "/things?limit=999 | 400 | limit must be less than or equal to 100.",
        "/things           | 400 | Required parameter 'limit' is not present.",
        "/keyed            | 400 | The request needs the header Idempotency-Key.",
        "/nowhere          | 404 | There is nothing at this path.",
        "/                 | 404 | There is nothing at this path.",
        "/error            | 404 | There is nothing at this path.",
        "/missing          | 404 | No thing is called 7.",
        "/refused          | 403 | The caller may not do this.",
      })
  void answersWithAProblem(String path, int status, String detail) throws Exception {
    JsonNode problem = problem(get(path), status);
    assertThat(problem.path("detail").asString()).isEqualTo(detail);
    assertThat(problem.path("instance").asString()).isEqualTo(path.replaceAll("\\?.*", ""));
  }

  @Test
  void aBrowserIsAnsweredWithAProblemToo() throws Exception {
    problem(send(to("/nowhere").header("Accept", "text/html").GET()), 404);
    problem(send(to("/refused").header("Accept", "text/html").GET()), 403);
    problem(send(to("/missing").header("Accept", "text/event-stream").GET()), 404);
  }

  @Test
  void saysWhichMethodAndTypeAreWanted() throws Exception {
    HttpResponse<String> wrongMethod = send(to("/things").DELETE());
    problem(wrongMethod, 405);
    assertThat(wrongMethod.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
    HttpResponse<String> wrongType =
        send(to("/things").header("Content-Type", "text/plain").POST(BodyPublishers.ofString("x")));
    assertThat(problem(wrongType, 415).path("detail").asString()).contains("text/plain");
  }

  @Test
  void aDatabaseThatIsAwayIsAShortUnavailability() throws Exception {
    HttpResponse<String> response = get("/away");
    assertThat(problem(response, 503).path("detail").asString()).contains("database");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
  }

  @Test
  void unavailableSaysWhenToComeBack() throws Exception {
    HttpResponse<String> response = get("/busy");
    problem(response, 503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
  }

  @ParameterizedTest
  @CsvSource({"/broken", "/broken-filter"})
  void ourOwnFaultTellsNothingOfOurInsides(String path) throws Exception {
    HttpResponse<String> response = get(path);
    problem(response, 500);
    assertThat(response.body()).doesNotContain("secret").doesNotContain("Exception");
  }

  @Test
  void aBodyTooLargeIsRefusedByItsDeclaredLength() throws Exception {
    JsonNode problem = problem(post(BodyPublishers.ofByteArray(new byte[10_000_000])), 413);
    assertThat(problem.path("detail").asString()).contains("2048 bytes");
  }

  @Test
  void aBodyTooLargeIsRefusedWhileItIsRead() throws Exception {
    String padded = GOOD.replace("{\"customer\"", "{" + " ".repeat(3000) + "\"customer\"");
    problem(post(chunked(padded.getBytes())), 413);
    assertThat(post(chunked(GOOD.getBytes())).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNotHttpIsAnsweredWithAProblemByTheServerItself() throws Exception {
    assertThat(RawHttp.send(port, "GET /a|b HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "not well-formed HTTP");
    assertThat(
            RawHttp.send(
                port, "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 4")
        .contains("application/problem+json");
  }

  private JsonNode problem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    JsonNode problem = new JsonMapper().readTree(response.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString("")).isNotBlank();
    assertThat(problem.path("detail").asString("")).isNotBlank();
    return problem;
  }

  private static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(to(path).GET());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return post(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> post(BodyPublisher body) throws Exception {
    return send(to("/things").header("Content-Type", "application/json").POST(body));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  enum Kind {
    GIFT,
    SALE
  }

  record Line(String sku, @Positive int quantity) {
    Line {
      if (quantity == 13) {
        throw new IllegalArgumentException("thirteen is bad luck");
      }
    }
  }

  record Thing(@NotNull UUID customer, Kind kind, @NotEmpty List<@Valid Line> lines) {}

  @SpringBootApplication
  @RestController
  static class Service {

    @PostMapping("/things")
    Thing create(@Valid @RequestBody Thing thing) {
      return thing;
    }

    @GetMapping("/things")
    int list(@RequestParam @Max(100) int limit) {
      return limit;
    }

    @GetMapping("/things/{id}")
    UUID get(@PathVariable UUID id) {
      return id;
    }

    @GetMapping("/keyed")
    String keyed(@RequestHeader("Idempotency-Key") String key) {
      return key;
    }

    @GetMapping("/missing")
    String missing() {
      throw Problems.notFound("No thing is called 7.");
    }

    @GetMapping("/busy")
    String busy() {
      throw Problems.unavailable("Busy.", Duration.ofMillis(1500));
    }

    @GetMapping("/away")
    String away() {
      throw new CannotGetJdbcConnectionException("secret host");
    }

    @GetMapping("/broken")
    String broken() {
      throw new IllegalStateException("secret");
    }

    @Bean
    @Order
    OncePerRequestFilter gate() {
      return new OncePerRequestFilter() {
        @Override
        protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, jakarta.servlet.ServletException {
          switch (request.getRequestURI()) {
            case "/refused" -> response.sendError(403, "secret");
            case "/broken-filter" -> throw new IllegalStateException("secret");
            default -> chain.doFilter(request, response);
          }
        }
      };
    }
  }
}
