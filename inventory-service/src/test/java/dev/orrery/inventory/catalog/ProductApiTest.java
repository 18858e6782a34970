package dev.orrery.inventory.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import dev.orrery.inventory.InventoryTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class ProductApiTest extends InventoryTest {
  @Autowired private MockMvcTester http;

  @Test
  void showsAProductWithItsPriceInMinorUnits() {
    assertThat(http.get().uri("/api/products/ORR-1001"))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo(
            """
            {
              "sku": "ORR-1001",
              "name": "Copernicus Desk Orrery",
              "description": "Six brass planets on a hand-cranked gear train, true to the ratios of their years; walnut base, 28 cm.",
              "category": "Orreries",
              "price": {"amount": 34900, "currency": "EUR"},
              "available": 1000000
            }
            """);
  }

  @Test
  void saysForHowLongAProductMayBeShownAgainAndTellsWhoHasItThatItStillHolds() {
    MvcTestResult shown = http.get().uri("/api/products/ORR-1005").exchange();
    assertThat(shown)
        .hasHeader(
            "Cache-Control", "max-age=1, public, stale-if-error=60, stale-while-revalidate=1");
    String tag = shown.getResponse().getHeader("ETag");
    assertThat(tag).isNotBlank();
    assertThat(http.get().uri("/api/products/ORR-1005").header("If-None-Match", tag))
        .hasStatus(304)
        .body()
        .isEmpty();
    assertThat(http.get().uri("/api/products/ORR-1006").header("If-None-Match", tag)).hasStatusOk();
    assertThat(http.get().uri("/api/products/ORR-1005/stock").exchange().getResponse())
        .satisfies(stock -> assertThat(stock.getHeader("Cache-Control")).isNull());
  }

  @Test
  void pagesThroughTheWholeCatalogueInOrderAndWithoutGapsOrRepeats() {
    var seen = new ArrayList<String>();
    @Nullable String after = "ORR-0";
    do {
      DocumentContext page = ok("/api/products?limit=7&after=" + after);
      List<String> skus = read(page, "$.products[*].sku");
      seen.addAll(skus);
      assertThat(skus).hasSizeLessThanOrEqualTo(7);
      after = page.read("$.next");
    } while (after != null);

    assertThat(seen).isSorted().doesNotHaveDuplicates();
    assertThat(seen)
        .containsAll(IntStream.rangeClosed(1001, 1052).mapToObj(n -> "ORR-" + n).toList());
  }

  @Test
  void showsTwentyProductsWhenNotToldHowMany() {
    assertThat(ProductApiTest.<String>read(ok("/api/products"), "$.products[*].sku")).hasSize(20);
  }

  @Test
  void showsTheNamedProductsAndLeavesOutWhatNobodyKnows() {
    DocumentContext found = ok("/api/products?sku=ORR-1044&sku=ORR-1001&sku=ORR-9999");

    assertThat(ProductApiTest.<String>read(found, "$.products[*].sku"))
        .containsExactly("ORR-1001", "ORR-1044");
    assertThat(ProductApiTest.<Integer>read(found, "$.products[*].available"))
        .containsExactly(1_000_000, 0);
  }

  @Test
  void showsWhereThePiecesAre() {
    assertThat(http.get().uri("/api/products/ORR-1006/stock"))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo(
            """
            {"sku": "ORR-1006", "available": 3, "reserved": 0, "sold": 0, "seeded": 3}
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/products/ORR-9999",
        "/api/products/ORR-9999/stock",
        "/api/products/not%20a%20sku",
        "/api/products/%27/stock",
        "/api/nothing"
      })
  void answersWithAProblemWhatIsNotThere(String path) {
    assertThat(http.get().uri(URI.create(path)))
        .hasStatus(404)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .asString()
        .endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=-1",
        "limit=many",
        "limit=99999999999",
        "after=",
        "after=%27%20or%201=1",
        "after=a%00b",
        "sku=",
        "sku=ORR-1001&sku=%3Cscript%3E"
      })
  void answersWithAProblemWhatCannotBeMeant(String query) {
    assertThat(http.get().uri(URI.create("/api/products?" + query)))
        .hasStatus(400)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.detail")
        .asString()
        .endsWith(".");
  }

  @Test
  void refusesToLookUpMoreThanAHundredSkusAtOnce() {
    String skus = "sku=ORR-1001&".repeat(101);

    assertThat(http.get().uri("/api/products?" + skus)).hasStatus(400);
  }

  @Test
  void describesItselfAsOpenApi() {
    assertThat(http.get().uri("/v3/api-docs"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.paths")
        .asMap()
        .containsOnlyKeys("/api/products", "/api/products/{sku}", "/api/products/{sku}/stock");
  }

  private DocumentContext ok(String uri) {
    MvcTestResult result = http.get().uri(uri).exchange();
    assertThat(result).hasStatusOk();
    return JsonPath.parse(new String(result.getResponse().getContentAsByteArray(), UTF_8));
  }

  private static <T> List<T> read(DocumentContext json, String path) {
    return json.read(path);
  }
}
