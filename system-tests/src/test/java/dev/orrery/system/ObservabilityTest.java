package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.Question.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prometheus and Grafana find what they are told of: targets, rules, run-books, data sources. */
class ObservabilityTest {
  private final Checkout checkout = Checkout.here();
  private final Path observability = checkout.root().resolve("observability");
  private final Map<String, Object> compose =
      Yaml.map(Yaml.one(checkout.root().resolve("docker-compose.yml")).get("services"));

  @Test
  void everyServerOfOursIsAskedWhereItListens() {
    List<Map<String, Object>> jobs =
        Yaml.maps(Yaml.one(observability.resolve("prometheus.yml")).get("scrape_configs"));

    assertThat(jobs)
        .extracting(job -> job.get("job_name"))
        .containsExactlyInAnyOrder(
            "gateway", "order-service", "inventory-service", "payment-service", "discovery");
    assertThat(jobs)
        .allSatisfy(job -> {
          Map<String, Object> target = Yaml.maps(job.get("dns_sd_configs")).getFirst();
          Map<String, Object> service = Yaml.map(compose.get((String) job.get("job_name")));
          assertThat(target.get("names")).isEqualTo(List.of(job.get("job_name")));
          assertThat(target.get("port"))
              .isEqualTo(Yaml.map(service.get("environment")).get("SERVER_PORT"));
        });
  }

  @Test
  void everyRuleIsLoadedAndNamesARunBookThatIsThere() {
    Object loaded = Yaml.one(observability.resolve("prometheus.yml")).get("rule_files");
    assertThat(loaded).isEqualTo(List.of("alerts.yml", "service-alerts.yml"));

    Yaml.maps(Yaml.one(observability.resolve("service-alerts.yml")).get("groups")).stream()
        .flatMap(group -> Yaml.maps(group.get("rules")).stream())
        .forEach(rule -> {
          Map<String, Object> annotations = Yaml.map(rule.get("annotations"));
          assertThat(checkout.root().resolve((String) annotations.get("runbook")))
              .as(String.valueOf(rule.get("alert")))
              .content()
              .contains("`" + rule.get("alert") + "`");
        });
  }

  @Test
  void whatIsMountedIsThere() {
    for (String name : List.of("prometheus", "grafana")) {
      Map<String, Object> server = Yaml.map(compose.get(name));
      assertThat(server.get("profiles")).isEqualTo(List.of("observability"));
      assertThat(((List<?>) server.get("volumes")).stream().map(Object::toString))
          .filteredOn(volume -> volume.startsWith("./"))
          .isNotEmpty()
          .allSatisfy(volume ->
              assertThat(checkout.root().resolve(volume.split(":")[0]).normalize()).exists());
    }
  }

  @Test
  void dashboardsAskTheDataSourceThatIsProvisioned() throws IOException {
    Map<String, Object> source =
        Yaml.maps(
                Yaml.one(observability.resolve("grafana/provisioning/datasources/prometheus.yml"))
                    .get("datasources"))
            .getFirst();

    List<Path> dashboards = checkout.files(file -> file.getParent().endsWith("grafana/dashboards"));
    assertThat(dashboards).hasSize(4);
    for (Path file : dashboards) {
      JsonNode dashboard = new JsonMapper().readTree(Files.readString(file));
      assertThat(dashboard.path("uid").asString()).startsWith("orrery-");
      assertThat(dashboard.path("panels").valueStream())
          .isNotEmpty()
          .allSatisfy(panel ->
              assertThat(panel.path("datasource").path("uid").asString())
                  .isEqualTo(source.get("uid")));
    }
  }

  @Test
  void aQuestionIsTakenApartIntoItsMetrics() {
    Question question =
        new Question(
            "here",
            """
            sum by (le) (rate(a_count{application="gateway", status=~"5.."}[5m])) / max(b) > 2
              and c or vector(0)\
            """);

    assertThat(question.selectors())
        .containsExactly(
            new Selector("a_count", Map.of("application", "gateway")),
            new Selector("b", Map.of()),
            new Selector("c", Map.of()));
  }
}
