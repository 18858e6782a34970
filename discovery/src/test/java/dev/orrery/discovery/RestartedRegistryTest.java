package dev.orrery.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "eureka.server.wait-time-in-ms-when-sync-empty=600000")
class RestartedRegistryTest {
  @LocalServerPort private int port;

  @Test
  void tellsNobodyThatThereIsNobodyUntilTheLivingHadTimeToComeBack() throws Exception {
    var apps = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/eureka/apps"));
    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(apps.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(403);
    }
  }
}
