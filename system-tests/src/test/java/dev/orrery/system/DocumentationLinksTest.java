package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages point at files by relative links; whoever moves a file is told here which pages name it.
 */
class DocumentationLinksTest {
  private static final Pattern FENCED =
      Pattern.compile("^(```|~~~).*?^\\1", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern ABSOLUTE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*)$", Pattern.MULTILINE);
  private static final Pattern ALERT = Pattern.compile("^ +- alert: ", Pattern.MULTILINE);
  private static final Pattern RUN_BOOK =
      Pattern.compile("^ +runbook: (docs/runbooks/\\S+)$", Pattern.MULTILINE);

  private static final Checkout checkout = Checkout.here();

  static Stream<Path> pages() {
    return checkout.files(file -> file.toString().endsWith(".md")).stream()
        .map(page -> checkout.root().relativize(page));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkResolves(Path page) throws IOException {
    Path file = checkout.root().resolve(page);
    assertThat(links(Files.readString(file))).allSatisfy(link -> assertResolves(file, link));
  }

  @Test
  void everyAlertNamesARunBookThatIsThere() throws IOException {
    String rules = Files.readString(checkout.root().resolve("observability/alerts.yml"));

    assertThat(RUN_BOOK.matcher(rules).results())
        .hasSameSizeAs(ALERT.matcher(rules).results().toList())
        .isNotEmpty()
        .allSatisfy(
            runBook -> assertResolves(checkout.root().resolve("README.md"), runBook.group(1)));
  }

  private static void assertResolves(Path file, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]).normalize();
    assertThat(target).as(link).exists().startsWith(checkout.root());
    if (parts.length == 2 && target.toString().endsWith(".md")) {
      assertThat(anchors(Files.readString(target))).as(link).contains(parts[1]);
    }
  }

  private static Stream<String> links(String markdown) {
    return LINK.matcher(FENCED.matcher(markdown).replaceAll(""))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !ABSOLUTE.matcher(link).matches());
  }

  /** As GitHub makes them of headings. */
  private static Stream<String> anchors(String markdown) {
    return HEADING
        .matcher(FENCED.matcher(markdown).replaceAll(""))
        .results()
        .map(heading ->
            heading
                .group(1)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-'));
  }
}
