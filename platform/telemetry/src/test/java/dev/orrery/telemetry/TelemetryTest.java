package dev.orrery.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** A real service on a real port, with the configuration that services import. */
@ExtendWith(OutputCaptureExtension.class)
class TelemetryTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private TraceStore store;
  private ConfigurableApplicationContext service;

  @BeforeEach
  void openStore() throws IOException {
    store = new TraceStore();
  }

  @AfterEach
  void close() {
    if (service != null) {
      service.close();
    }
    store.close();
  }

  @Test
  void sendsSpansAsOtlpAndNothingElse() throws Exception {
    start(otlp());
    get("/planets");
    await().untilAsserted(() -> assertThat(store.pushes()).isNotEmpty());
    assertThat(store.pushes())
        .allSatisfy(push -> assertThat(push.path()).isEqualTo("/v1/traces"))
        .anySatisfy(
            push -> assertThat(push.body()).contains("http get /planets").contains("orrery-test"));
  }

  @Test
  void sendsSpansToZipkinInsteadWhereItIsConfigured() throws Exception {
    start(otlp(), zipkin());
    get("/planets");
    await().untilAsserted(() -> assertThat(store.pushes()).isNotEmpty());
    service.close();
    assertThat(store.pushes())
        .allSatisfy(push -> assertThat(push.path()).isEqualTo("/api/v2/spans"))
        .anySatisfy(push -> assertThat(push.body()).contains("http get /planets"));
  }

  @Test
  void aBlankZipkinEndpointIsNone() throws Exception {
    start(otlp(), "orrery.telemetry.zipkin-endpoint=");
    get("/planets");
    await().untilAsserted(() -> assertThat(store.pushes()).isNotEmpty());
    assertThat(store.pushes().getFirst().path()).isEqualTo("/v1/traces");
  }

  @Test
  void recordsNoMoreTracesThanTheBudgetAllows() throws Exception {
    start(zipkin(), "orrery.telemetry.traces-per-second=0.001", "orrery.telemetry.burst=3");
    for (int request = 0; request < 10; request++) {
      get("/planets");
    }
    service.close();
    assertThat(spans()).hasSize(3);
  }

  @Test
  void followsTheDecisionOfACallerWhateverTheBudget() throws Exception {
    start(zipkin(), "orrery.telemetry.traces-per-second=0");
    get("/planets");
    get("/planets", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    get("/planets", "traceparent", "00-" + TRACE.replace('4', '5') + "-00f067aa0ba902b7-00");
    service.close();
    assertThat(spans()).singleElement().satisfies(span -> assertThat(span).contains(TRACE));
  }

  @Test
  void probesAndScrapesAreNotTraced() throws Exception {
    start(zipkin());
    assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    get("/planets");
    HttpResponse<String> scrape = get("/actuator/prometheus");
    service.close();
    assertThat(spans()).singleElement().satisfies(span -> assertThat(span).contains("/planets"));
    assertThat(scrape.body())
        .contains("http_server_requests_seconds_bucket", "application=\"orrery-test\"")
        .doesNotContain("uri=\"/actuator");
  }

  @Test
  void anUnreachableStoreIsOneLineInTheLogAndNoDelay(CapturedOutput output) throws Exception {
    store.close();
    start(otlp());
    for (int request = 0; request < 20; request++) {
      assertThat(get("/planets").statusCode()).isEqualTo(200);
    }
    await().untilAsserted(() -> assertThat(output).contains("trace store cannot be reached"));
    get("/planets");
    service.close();
    assertThat(output).containsOnlyOnce("trace store cannot be reached");
    assertThat(output).doesNotContain("HttpExporter").doesNotContain("\tat io.opentelemetry");
  }

  @Test
  void logLinesCarryTheTraceId(CapturedOutput output) throws Exception {
    start(zipkin());
    get("/planets", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    assertThat(output.toString().lines().filter(line -> line.contains("counted eight")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(TRACE));
  }

  @Test
  void logsAreJsonWhereAskedFor(CapturedOutput output) throws Exception {
    start(zipkin(), "logging.structured.format.console=ecs");
    get("/planets", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
    assertThat(output.toString().lines().filter(line -> line.contains("counted eight")))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("{").contains(TRACE, "orrery-test"));
  }

  private List<String> spans() {
    JsonMapper json = new JsonMapper();
    List<String> spans = new ArrayList<>();
    for (TraceStore.Push push : store.pushes()) {
      json.readTree(push.body()).forEach(span -> spans.add(span.toString()));
    }
    return spans;
  }

  private String otlp() {
    return "management.opentelemetry.tracing.export.otlp.endpoint=" + store.url("/v1/traces");
  }

  private String zipkin() {
    return "orrery.telemetry.zipkin-endpoint=" + store.url("/api/v2/spans");
  }

  private void start(String... properties) {
    List<String> arguments = new ArrayList<>();
    for (String property : properties) {
      arguments.add("--" + property);
    }
    service =
        new SpringApplicationBuilder(Service.class)
            .web(WebApplicationType.SERVLET)
            .properties(
                "spring.application.name=orrery-test",
                "spring.config.import=classpath:orrery/telemetry.yml",
                "server.address=127.0.0.1",
                "server.port=0",
                "management.opentelemetry.tracing.export.schedule-delay=100ms")
            .run(arguments.toArray(String[]::new));
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    String port = service.getEnvironment().getProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @SpringBootApplication
  @RestController
  static class Service {

    private static final Logger log = LoggerFactory.getLogger(Service.class);

    @GetMapping("/planets")
    String planets() {
      log.info("counted eight");
      return "8";
    }
  }
}
