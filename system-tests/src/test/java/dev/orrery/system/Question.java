package dev.orrery.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a panel of a dashboard or an alert asks Prometheus.
 *
 * @param where for people
 * @param text PromQL
 */
record Question(String where, String text) {

  /** A metric, and the values that its labels must have. */
  record Selector(String metric, Map<String, String> labels) {}

  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-zA-Z_:][a-zA-Z0-9_:]*)\\b(?!\\s*\\()(?:\\{([^}]*)})?");

  private static final Pattern EQUALS = Pattern.compile("(\\w+)\\s*=\\s*\"([^\"]*)\"");

  static List<Question> ofDashboards(Checkout checkout) {
    return checkout.files(Question::isDashboard).stream().flatMap(Question::ofDashboard).toList();
  }

  private static boolean isDashboard(Path file) {
    return file.getParent().endsWith("observability/grafana/dashboards");
  }

  private static Stream<Question> ofDashboard(Path file) {
    JsonNode dashboard = new JsonMapper().readTree(text(file));
    return dashboard
        .path("panels")
        .valueStream()
        .flatMap(panel ->
            panel
                .path("targets")
                .valueStream()
                .map(target ->
                    new Question(
                        dashboard.path("title").asString() + ": " + panel.path("title").asString(),
                        target.path("expr").asString())));
  }

  static List<Question> ofAlerts(Path rules) {
    return Yaml.maps(Yaml.one(rules).get("groups")).stream()
        .flatMap(group -> Yaml.maps(group.get("rules")).stream())
        .map(rule -> new Question((String) rule.get("alert"), (String) rule.get("expr")))
        .toList();
  }

  List<Selector> selectors() {
    String bare =
        text.replaceAll("\\[[^]]*]", "")
            .replaceAll("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)", "");
    return SELECTOR
        .matcher(bare)
        .results()
        .filter(found -> !WORDS.contains(found.group(1)))
        .map(found -> new Selector(found.group(1), labels(found.group(2))))
        .toList();
  }

  private static Map<String, String> labels(String matchers) {
    return matchers == null
        ? Map.of()
        : EQUALS
            .matcher(matchers)
            .results()
            .collect(
                java.util.stream.Collectors.toMap(
                    found -> found.group(1), found -> found.group(2)));
  }

  /** Some things are counted from the first time that they happen; until then these answer zero. */
  boolean answersWhereNothingHappened() {
    return text.contains("or vector(0)");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
