package dev.orrery.inventory.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.inventory.InventoryTest;
import dev.orrery.messaging.Ids;
import dev.orrery.messaging.Outbound;
import dev.orrery.messaging.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

class PriceTest extends InventoryTest {
  private static final AtomicInteger PRODUCTS = new AtomicInteger();

  @Autowired private MockMvcTester http;
  @Autowired private JdbcClient jdbc;
  @Autowired private Products products;
  @Autowired private Outbox outbox;
  @Autowired private TransactionOperations transactions;

  private final String sku = "PRICED-" + PRODUCTS.incrementAndGet();

  @BeforeEach
  void addAProductThatIsKnownToTheCache() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    http.post()
                        .uri("/api/catalog/imports")
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(
                            """
                            {"products": [{"sku": "%s", "name": "Thing", "description": "",
                              "category": "Things", "price": {"amount": 100, "currency": "EUR"}}]}
                            """
                                .formatted(sku)))
                .hasStatusOk());
    assertThat(shown()).isEqualTo(100);
  }

  @AfterEach
  void takeItAway() {
    jdbc.sql("delete from stock where sku = ?").param(sku).update();
    jdbc.sql("delete from product where sku = ?").param(sku).update();
  }

  @Test
  void aNewPriceIsShownAtOnceAloneAndInLists() {
    for (int cents : List.of(200, 150, 300)) {
      assertThat(put(sku, price(cents))).hasStatusOk();

      assertThat(shown()).isEqualTo(cents);
      assertThat(http.get().uri("/api/products?sku=" + sku))
          .bodyJson()
          .extractingPath("$.products[0].price.amount")
          .isEqualTo(cents);
    }
    assertThat(put(sku, price(400)))
        .bodyJson()
        .isEqualTo(
            """
            {"sku": "%s", "price": {"amount": 400, "currency": "EUR"}, "version": 5}
            """
                .formatted(sku));
  }

  @Test
  void aChangeWhoseAuthorDiedBeforeItCouldTellIsHeardOfByMessage() {
    transactions.executeWithoutResult(_ -> {
      Product changed = products.reprice(sku, new Money(900, "EUR")).orElseThrow();
      outbox.append(
          Outbound.event(
              CatalogEvent.TOPIC,
              sku,
              Ids.next(),
              new CatalogEvent.ProductChanged(sku, changed.version())));
    });

    await().atMost(Duration.ofSeconds(15)).until(() -> shown() == 900);
  }

  @Test
  void aPriceChangesWithoutRedisTooAndStaysChangedWhenItIsBack() {
    REDIS.kill();
    try {
      assertThat(put(sku, price(700))).hasStatusOk();
      assertThat(shown()).isEqualTo(700);
    } finally {
      REDIS.start();
    }
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(10))
        .until(() -> shown() == 700);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"amount\": 1}",
        "{\"amount\": -1, \"currency\": \"EUR\"}",
        "{\"amount\": 1000000001, \"currency\": \"EUR\"}",
        "{\"amount\": 99999999999999999999, \"currency\": \"EUR\"}",
        "{\"amount\": 1.5, \"currency\": \"EUR\"}",
        "{\"amount\": \"1\", \"currency\": \"EUR\"}",
        "{\"amount\": 1, \"currency\": \"euro\"}"
      })
  void refusesWhatIsNoPrice(String body) {
    assertThat(put(sku, body))
        .hasStatus(400)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(shown()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORR-9999", "not-a_sku!", "'"})
  void knowsNoSuchProduct(String unknown) {
    assertThat(put(unknown, price(100)))
        .hasStatus(404)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
  }

  private int shown() {
    MvcTestResult product = http.get().uri("/api/products/{sku}", sku).exchange();
    assertThat(product).hasStatusOk();
    var amount = new AtomicInteger();
    assertThat(product)
        .bodyJson()
        .extractingPath("$.price.amount")
        .asNumber()
        .satisfies(number -> amount.set(number.intValue()));
    return amount.get();
  }

  private MvcTestResult put(String of, String body) {
    return http.put()
        .uri("/api/products/{sku}/price", of)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static String price(int cents) {
    return "{\"amount\": %d, \"currency\": \"EUR\"}".formatted(cents);
  }
}
