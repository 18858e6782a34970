package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Http;
import dev.orrery.sandbox.shop.Shop;
import dev.orrery.system.Question.Selector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What dashboards and alerts ask for is told by the running system, label by label. */
class DashboardsIT {
  private static final List<String> SERVERS =
      List.of("gateway", "discovery", "order-service", "inventory-service", "payment-service");

  /** Prometheus' own. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  private final Checkout checkout = Checkout.here();
  private final Deployment deployment = Deployment.current();
  private final Shop shop = new Shop(deployment);

  @Test
  void everyPanelHasDataOnceAnOrderWasPlaced() {
    List<Question> questions = Question.ofDashboards(checkout);
    assertThat(questions).hasSizeGreaterThan(40);

    shop.buy(Basket.of("ORR-1003", 1));

    await()
        .untilAsserted(() -> {
          List<String> told = told();
          assertThat(questions)
              .allSatisfy(question ->
                  assertThat(question.selectors())
                      .as("%s asks for %s", question.where(), question.text())
                      .isNotEmpty()
                      .allMatch(selector -> isTold(selector, told, question)));
        });
  }

  @Test
  void everyAlertAsksForWhatIsTold() {
    List<Question> questions =
        Stream.of("alerts.yml", "service-alerts.yml")
            .map(checkout.root().resolve("observability")::resolve)
            .flatMap(rules -> Question.ofAlerts(rules).stream())
            .toList();

    shop.buy(Basket.of("ORR-1003", 1));

    await()
        .untilAsserted(() -> {
          List<String> told = told();
          assertThat(questions)
              .hasSizeGreaterThan(5)
              .allSatisfy(question ->
                  assertThat(question.selectors())
                      .as("%s asks for %s", question.where(), question.text())
                      .isNotEmpty()
                      .allMatch(selector -> isTold(selector, told, question)));
        });
  }

  private List<String> told() {
    return SERVERS.stream()
        .flatMap(server ->
            new Http(deployment.uri(server)).get("/actuator/prometheus").expect(200).body().lines())
        .toList();
  }

  private boolean isTold(Selector selector, List<String> told, Question question) {
    return OF_PROMETHEUS.contains(selector.metric())
        || told.stream().anyMatch(sample -> matches(selector, sample))
        || question.answersWhereNothingHappened() && isCountedSomewhere(selector.metric());
  }

  private static boolean matches(Selector selector, String sample) {
    return (sample.startsWith(selector.metric() + "{")
            || sample.startsWith(selector.metric() + " "))
        && selector.labels().entrySet().stream()
            .allMatch(
                label -> sample.contains("%s=\"%s\"".formatted(label.getKey(), label.getValue())));
  }

  /** A counter that nothing was counted in is in the code. */
  private boolean isCountedSomewhere(String metric) {
    String meter = '"' + metric.replaceAll("_total$", "").replace('_', '.') + '"';
    return checkout.files(file -> file.toString().matches(".*/src/main/.*\\.java")).stream()
        .anyMatch(file -> contains(file, meter));
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
