package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Shop;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be right is refused with a problem and a sentence, and changes nothing. */
class RefusalsIT {
  private final Shop shop = new Shop(Deployment.current());

  static Stream<Named<String>> ordersThatCannotBeMeant() {
    return Stream.of(
        Named.of("no pieces", lines("[{'sku':'ORR-1001','quantity':0}]")),
        Named.of("less than none", lines("[{'sku':'ORR-1001','quantity':-1}]")),
        Named.of("a billion pieces", lines("[{'sku':'ORR-1001','quantity':1000000000}]")),
        Named.of("more than an int", lines("[{'sku':'ORR-1001','quantity':99999999999999}]")),
        Named.of("half a piece", lines("[{'sku':'ORR-1001','quantity':0.5}]")),
        Named.of("a number in quotes", lines("[{'sku':'ORR-1001','quantity':'2'}]")),
        Named.of("a word for a number", lines("[{'sku':'ORR-1001','quantity':'many'}]")),
        Named.of("no quantity", lines("[{'sku':'ORR-1001'}]")),
        Named.of("a number for a name", lines("[{'sku':{},'quantity':1}]")),
        Named.of("a name nobody could have", lines("[{'sku':'; drop table','quantity':1}]")),
        Named.of("nothing for a line", lines("[null]")),
        Named.of("no lines", lines("[]")),
        Named.of("an object for the lines", lines("{}")),
        Named.of("a thousand lines", lines(aThousandLines())),
        Named.of("no customer", "{\"lines\":[{\"sku\":\"ORR-1001\",\"quantity\":1}]}"),
        Named.of("broken JSON", "{\"customerId\":"),
        Named.of("a list", "[]"),
        Named.of("null", "null"),
        Named.of("nothing", ""));
  }

  private static String lines(String lines) {
    return "{'customerId':'%s','lines':%s,'paymentMethod':'tok_visa'}"
        .formatted(UUID.randomUUID(), lines)
        .replace('\'', '"');
  }

  private static String aThousandLines() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "{'sku':'ORR-1001','quantity':1}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @MethodSource("ordersThatCannotBeMeant")
  void anOrderThatCannotBeMeantIsRefused(String body) {
    shop.place(body, Shop.newKey()).refusedWith(400);
  }

  @Test
  void aProductThatIsNotThereIsNamed() {
    Answer answer = shop.place(Basket.of("ORR-9999", 1), Shop.newKey());

    assertThat(answer.refusedWith(422)).contains("ORR-9999");
  }

  @Test
  void aBodyOfTenMegabytesIsTooLarge() {
    shop.place(" ".repeat(10 << 20), Shop.newKey()).refusedWith(413);
  }

  @Test
  void anOrderNeedsAKey() {
    Answer answer =
        shop.http()
            .send(
                "POST",
                "/api/orders",
                Basket.of("ORR-1001", 1).json(),
                "Content-Type",
                "application/json");

    assertThat(answer.refusedWith(400)).contains("Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", LONG_KEY})
  void aKeyThatIsNoneIsRefused(String key) {
    shop.place(Basket.of("ORR-1001", 1), key).refusedWith(400);
  }

  private static final String LONG_KEY =
      "k-----------------------------------------------------------------";

  @Test
  void aPreferenceThatIsNoneIsRefused() {
    shop.place(Basket.of("ORR-1001", 1), Shop.newKey(), "Prefer", "wait=long").refusedWith(400);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/orders/01900000-0000-7000-8000-000000000000, 404",
    "GET, /api/orders/01900000-0000-7000-8000-000000000000/events, 404",
    "GET, /api/payments/01900000-0000-7000-8000-000000000000, 404",
    "GET, /api/products/ORR-9999, 404",
    "GET, /api/products/ORR-9999/stock, 404",
    "GET, /api/orders/not-an-id, 400",
    "GET, /api/orders/not-an-id/events, 400",
    "GET, /api/payments/not-an-id, 400",
    "GET, /api/orders?limit=0, 400",
    "GET, /api/orders?limit=1000000, 400",
    "GET, /api/orders?state=LOST, 400",
    "GET, /api/products?limit=many, 400",
    "GET, /api/nothing, 404",
    "GET, /api/orders/01900000-0000-7000-8000-000000000000/nothing, 404",
    "GET, /nothing, 404",
    "PUT, /api/orders, 405",
    "DELETE, /api/orders/01900000-0000-7000-8000-000000000000, 405",
    "POST, /api/products, 405",
    "PATCH, /api/payments/01900000-0000-7000-8000-000000000000, 405"
  })
  void whatIsNotThereOrNotToBeDoneIsRefused(String method, String path, int status) {
    shop.http().send(method, path, "").refusedWith(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void anOrderThatIsNoJsonIsOfTheWrongKind(String type) {
    shop.http()
        .send(
            "POST",
            "/api/orders",
            Basket.of("ORR-1001", 1).json(),
            "Content-Type",
            type,
            "Idempotency-Key",
            Shop.newKey())
        .refusedWith(415);
  }
}
