package dev.orrery.sandbox.shop;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The shop as its customers reach it: through the gateway. */
public final class Shop {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Http http;

  public Shop(Places places) {
    this.http = new Http(places.uri("gateway"));
  }

  /** An order as it is listed. */
  public record Listed(UUID id, Order.State state, Money total) {}

  public record Page(List<Listed> orders, @Nullable UUID next) {}

  /** One event of an order's stream. */
  public record Event(String name, Order order) {}

  public Http http() {
    return http;
  }

  public Answer place(Basket basket, String key, String... headers) {
    return place(basket.json(), key, headers);
  }

  public Answer place(String body, String key, String... headers) {
    return Http.send(placing(body, key, headers));
  }

  public HttpRequest placing(String body, String key, String... headers) {
    HttpRequest.Builder request =
        http.request("/api/orders")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  /** Places an order under a new key and does not wait for its end. */
  public Order place(Basket basket) {
    return place(basket, newKey()).as(Order.class);
  }

  /** Places an order and returns it as it ended. */
  public Order buy(Basket basket) {
    return ended(place(basket).id());
  }

  public static String newKey() {
    return UUID.randomUUID().toString();
  }

  public Order order(UUID id) {
    return http.get("/api/orders/" + id).as(Order.class);
  }

  public Order ended(UUID id) {
    return await("the end of order " + id).atMost(PATIENCE).until(() -> order(id), Order::hasEnded);
  }

  public Answer cancel(UUID id) {
    return http.send("POST", "/api/orders/" + id + "/cancel", "");
  }

  public Page orders(String query) {
    return http.get("/api/orders?" + query).as(Page.class);
  }

  public List<Listed> ordersOf(UUID customer) {
    List<Listed> all = new ArrayList<>();
    String after = "";
    Page page;
    do {
      page = orders("limit=100&customerId=" + customer + after);
      all.addAll(page.orders());
      after = "&after=" + page.next();
    } while (page.next() != null);
    return all;
  }

  public Payment payment(UUID order) {
    return http.get("/api/payments/" + order).as(Payment.class);
  }

  /** Empty where payment-service was never asked for one. */
  public Optional<Payment> paymentIfAny(UUID order) {
    Answer answer = http.get("/api/payments/" + order);
    return answer.status() == 404 ? Optional.empty() : Optional.of(answer.as(Payment.class));
  }

  public Product product(String sku) {
    return http.get("/api/products/" + sku).as(Product.class);
  }

  public Product.Page products(String query) {
    return http.get("/api/products?" + query).as(Product.Page.class);
  }

  public Product.Stock stock(String sku) {
    return http.get("/api/products/" + sku + "/stock").as(Product.Stock.class);
  }

  /** The events of an order as they arrive; the stream ends with the server's. */
  public Stream<Event> events(UUID order) {
    HttpRequest request =
        http.request("/api/orders/" + order + "/events")
            .header("Accept", "text/event-stream")
            .build();
    HttpResponse<Stream<String>> response = Http.send(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new AssertionError(response + " is no stream");
    }
    return response.body().gather(ServerSentEvents.parsed());
  }
}
