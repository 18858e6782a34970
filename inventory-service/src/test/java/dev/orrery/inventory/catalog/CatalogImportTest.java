package dev.orrery.inventory.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orrery.contracts.Money;
import dev.orrery.coordination.FencedLocks;
import dev.orrery.coordination.Outcome;
import dev.orrery.inventory.InventoryTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.api.RedissonClient;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionOperations;

/** Two products a batch, one import at a time. */
@Timeout(60)
class CatalogImportTest extends InventoryTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  @Autowired private MockMvcTester http;
  @Autowired private CatalogImport imports;
  @Autowired private Products products;
  @Autowired private FencedLocks locks;
  @Autowired private RedissonClient redisson;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionOperations transactions;

  private final String prefix = "IMP-" + RUNS.incrementAndGet() + "-";
  private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

  /** An answer that was lost with Redis, in a test before, keeps the lock for a lease. */
  @BeforeEach
  void awaitTheTurn() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> locks.call(CatalogImport.LOCK, Duration.ZERO, _ -> true) instanceof Outcome.Done);
  }

  @AfterEach
  void endTheOthers() {
    jdbc.sql("delete from stock where sku like 'IMP-%'").update();
    jdbc.sql("delete from product where sku like 'IMP-%'").update();
    others.shutdownNow();
  }

  @Test
  void bringsTheCatalogueToWhatTheListSays() {
    assertThat(post(item(1, 100), item(2, 200), item(3, 300)))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo("{\"added\": 3, \"changed\": 0, \"unchanged\": 0}");

    assertThat(post(item(1, 100), item(2, 250), item(4, 400)))
        .hasStatusOk()
        .bodyJson()
        .isEqualTo("{\"added\": 1, \"changed\": 1, \"unchanged\": 1}");

    assertThat(products.find(sku(2)))
        .hasValueSatisfying(product -> {
          assertThat(product.price()).isEqualTo(new Money(250, "EUR"));
          assertThat(product.version()).isEqualTo(2);
        });
    assertThat(http.get().uri("/api/products/" + sku(4) + "/stock"))
        .hasStatusOk()
        .bodyJson()
        .extractingPath("$.available")
        .isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"products\": []}",
        "{\"products\": [null]}",
        "{\"products\": [{\"sku\": \"a b\", \"name\": \"n\", \"description\": \"\", \"category\": \"c\", \"price\": {\"amount\": 1, \"currency\": \"EUR\"}}]}",
        "{\"products\": [{\"sku\": \"A\", \"name\": \" \", \"description\": \"\", \"category\": \"c\", \"price\": {\"amount\": 1, \"currency\": \"EUR\"}}]}",
        "{\"products\": [{\"sku\": \"A\", \"name\": \"n\", \"description\": \"\", \"category\": \"c\"}]}",
        "{\"products\": [{\"sku\": \"A\", \"name\": \"n\", \"description\": \"\", \"category\": \"c\", \"price\": {\"amount\": -1, \"currency\": \"EUR\"}}]}",
        "{\"products\": [{\"sku\": \"A\", \"name\": \"n\", \"description\": \"\", \"category\": \"c\", \"price\": {\"amount\": 1000000001, \"currency\": \"EUR\"}}]}",
        "{\"products\": [{\"sku\": \"A\", \"name\": \"n\", \"description\": \"\", \"category\": \"c\", \"price\": {\"amount\": 1.5, \"currency\": \"EUR\"}}]}",
        "{\"products\": [{\"sku\": \"A\", \"name\": \"n\", \"description\": \"\", \"category\": \"c\", \"price\": {\"amount\": 1, \"currency\": \"GBP\"}}]}"
      })
  void refusesAListThatCannotBeMeant(String body) {
    assertThat(send(body))
        .hasStatus(400)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void refusesAListThatContradictsItself() {
    assertThat(post(item(1, 100), item(1, 200))).hasStatus(400);
    assertThat(products.find(sku(1))).isEmpty();
  }

  @Test
  void refusesASecondImportWhileOneIsUnderWay() throws Exception {
    Outcome<MvcTestResult> second =
        locks.call(
            CatalogImport.LOCK,
            Duration.ofSeconds(10),
            _ -> others.submit(() -> post(item(1, 100))).get());

    assertThat(second).isInstanceOf(Outcome.Done.class);
    if (second instanceof Outcome.Done<MvcTestResult>(var answer)) {
      assertThat(answer).hasStatus(409);
    }
    assertThat(post(item(1, 100))).hasStatusOk();
  }

  @Test
  void saysThatItCannotWhileRedisIsAwayAndTheShopGoesOn() {
    REDIS.kill();
    try {
      assertThat(post(item(1, 100))).hasStatus(503).containsHeader("Retry-After");
      assertThat(http.get().uri("/api/products/ORR-1001")).hasStatusOk();
    } finally {
      REDIS.start();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(post(item(1, 100))).hasStatusOk());
  }

  @Test
  void whoLosesItsTurnInTheMiddleWritesNoFurtherBatch() throws Exception {
    post(item(3, 300));
    List<Product> wanted = List.of(product(1), product(2), product(3), product(4));

    Future<Outcome<Tally>> running =
        transactions.execute(_ -> {
          jdbc.sql("select 1 from product where sku = ? for update")
              .param(sku(3))
              .query(Integer.class)
              .single();
          Future<Outcome<Tally>> begun = others.submit(() -> imports.run(wanted));
          await().until(() -> products.find(sku(2)).isPresent());
          redisson.getKeys().flushall();
          await().atMost(Duration.ofSeconds(5)).until(begun::isDone);
          return begun;
        });

    assertThat(running).isNotNull();
    assertThat(running.get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Lost.class);
    assertThat(products.find(sku(1))).isPresent();
    assertThat(products.find(sku(3)).orElseThrow().price().amount()).isEqualTo(300);
    assertThat(products.find(sku(4))).isEmpty();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(imports.run(wanted)).isEqualTo(new Outcome.Done<>(new Tally(1, 1, 2))));
  }

  private Product product(int number) {
    return new Product(sku(number), "Thing", "", "Things", new Money(700, "EUR"), 0);
  }

  private String sku(int number) {
    return prefix + number;
  }

  private String item(int number, long cents) {
    return """
    {"sku": "%s", "name": "Thing %d", "description": "", "category": "Things",
     "price": {"amount": %d, "currency": "EUR"}}
    """
        .formatted(sku(number), number, cents);
  }

  private MvcTestResult post(String... items) {
    return send("{\"products\": [" + String.join(",", items) + "]}");
  }

  private MvcTestResult send(String body) {
    return http.post()
        .uri("/api/catalog/imports")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
