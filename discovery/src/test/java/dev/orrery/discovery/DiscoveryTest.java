package dev.orrery.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "eureka.server.wait-time-in-ms-when-sync-empty=0")
class DiscoveryTest {

  private static final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort private int port;

  @AfterAll
  static void close() {
    http.close();
  }

  @Test
  void anInstanceIsSeenAtOnceAndGoneSoonAfterItStopsRenewing() throws Exception {
    assertThat(register("PLANETS", "planets-1", 1).statusCode()).isEqualTo(204);
    assertThat(instances("PLANETS")).contains("planets-1", "\"status\":\"UP\"");
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(instances("PLANETS")).doesNotContain("planets-1"));
  }

  @Test
  void anInstanceThatSaysGoodbyeIsGoneAtOnce() throws Exception {
    register("MOONS", "moons-1", 60);
    register("MOONS", "moons-2", 60);
    send(to("/eureka/apps/MOONS/moons-1").DELETE());
    assertThat(instances("MOONS")).contains("moons-2").doesNotContain("moons-1");
  }

  @Test
  void saysThatItIsReady() throws Exception {
    assertThat(send(to("/actuator/health/readiness").GET()).statusCode()).isEqualTo(200);
    assertThat(send(to("/actuator/prometheus").GET()).body()).contains("jvm_memory_used_bytes");
  }

  private HttpResponse<String> register(String app, String id, int leaseSeconds) throws Exception {
    String instance =
        """
        {"instance": {
          "instanceId": "%s", "app": "%s", "hostName": "127.0.0.1", "ipAddr": "127.0.0.1",
          "vipAddress": "%s", "status": "UP", "port": {"$": 1, "@enabled": "true"},
          "dataCenterInfo": {
            "@class": "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "name": "MyOwn"},
          "leaseInfo": {"renewalIntervalInSecs": 1, "durationInSecs": %d}}}\
        """
            .formatted(id, app, app.toLowerCase(Locale.ROOT), leaseSeconds);
    return send(
        to("/eureka/apps/" + app)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(instance)));
  }

  private String instances(String app) throws Exception {
    return send(to("/eureka/apps/" + app).header("Accept", "application/json").GET()).body();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
