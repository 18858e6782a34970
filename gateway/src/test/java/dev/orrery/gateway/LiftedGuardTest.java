package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.gateway.guard.GuardReport;
import dev.orrery.gateway.guard.GuardsConfiguration;
import dev.orrery.gateway.guard.GuardsEndpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The package of guards in a gateway that knows nothing else of this one: {@code lifted.yml}. */
@SpringBootTest(
    classes = LiftedGuardTest.AnotherGateway.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "spring.config.name=lifted")
class LiftedGuardTest {

  @EnableAutoConfiguration
  @Import(GuardsConfiguration.class)
  static class AnotherGateway {}

  private static final Upstream catalog = new Upstream();

  @LocalServerPort int port;
  @Autowired GuardsEndpoint guards;

  @DynamicPropertySource
  static void upstream(DynamicPropertyRegistry properties) {
    properties.add("catalog.url", catalog::url);
  }

  @Test
  void guardsARouteThatIsWrittenInYaml() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      // The first calls of all also load classes, which a busy machine takes its time for.
      await()
          .untilAsserted(() -> {
            guards.change("catalog", null, null, GuardsEndpoint.Force.NONE);
            assertThat(http.send(request(), BodyHandlers.ofString()).body()).isEqualTo("ok");
          });
      CountDownLatch arrived = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      catalog.answers(exchange -> {
        arrived.countDown();
        release.await();
      });
      CompletableFuture<HttpResponse<String>> held =
          http.sendAsync(request(), BodyHandlers.ofString());
      arrived.await();
      assertThat(http.send(request(), BodyHandlers.ofString()).body())
          .contains("\"guard\":\"bulkhead\"");
      assertThat(held.join().body()).contains("\"guard\":\"deadline\"");
      await().until(() -> report().bulkhead().taken() == 0);
      release.countDown();
      assertThat(http.send(request(), BodyHandlers.ofString()).body())
          .contains("\"guard\":\"circuit-breaker\"");
      assertThat(report().breaker().state()).isEqualTo(CircuitBreaker.State.OPEN);
    }
  }

  private GuardReport report() {
    return guards.guards().getFirst();
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/catalog/1")).build();
  }
}
