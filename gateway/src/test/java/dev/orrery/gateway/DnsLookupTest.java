package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.discovery.EurekaClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The gateway where DNS knows the instances, as in Kubernetes. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "orrery.lookup.by=dns",
      // Names that mean the same wherever this runs: an address is its own.
      "orrery.gateway.routes.orders.service=127.0.0.1",
      "orrery.gateway.routes.products.service=nobody.invalid",
      "orrery.telemetry.traces-per-second=0",
    })
class DnsLookupTest {
  private static final Upstream orders = new Upstream();

  @LocalServerPort int port;
  @Autowired ApplicationContext context;

  @DynamicPropertySource
  static void port(DynamicPropertyRegistry properties) {
    properties.add("orrery.lookup.dns.port", () -> URI.create(orders.url()).getPort());
  }

  @AfterAll
  static void close() {
    orders.close();
  }

  @Test
  void aRequestReachesAnAddressOfTheName() throws Exception {
    assertThat(get("/api/orders/1").body()).isEqualTo("ok");
    assertThat(orders.requests()).containsExactly("GET /api/orders/1");
  }

  @Test
  void aNameWithoutAddressHasNoInstance() throws Exception {
    BehindGateway.problem(get("/api/products"), 503, "products", "registry");
  }

  @Test
  void noRegistryIsAsked() {
    assertThat(context.getBeanNamesForType(EurekaClient.class)).isEmpty();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString());
    }
  }
}
