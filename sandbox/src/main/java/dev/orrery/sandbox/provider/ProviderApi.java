package dev.orrery.sandbox.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/** The provider's HTTP face: finds out what is asked, does it, and answers, or is made to fail. */
final class ProviderApi implements HttpHandler {
  private static final System.Logger log = System.getLogger(ProviderApi.class.getName());
  private static final int LARGEST_BODY = 16 * 1024;
  private static final int LONGEST_PAGE = 1_000;
  private static final byte[] PAGE_START = "{\"entries\":[".getBytes(UTF_8);
  private static final long SLOW_MILLIS = 2_000;
  private static final long LOST_MILLIS = 10_000;

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          409, "Conflict",
          413, "Content Too Large",
          500, "Internal Server Error");

  private final Book book;
  private final JsonMapper json;
  private volatile Faults faults = Faults.NONE;

  /** What a merchant sees of an authorization. */
  private record View(
      String reference,
      Authorization.Status status,
      @Nullable String declineReason,
      @Nullable String order,
      long amount,
      long captured,
      @Nullable String currency) {

    static View of(Authorization a) {
      return new View(
          a.reference(),
          a.status(),
          a.declineReason(),
          a.order(),
          a.amount(),
          a.captured(),
          a.currency());
    }
  }

  /** RFC 9457. */
  private record Problem(String title, int status, String detail) {}

  /** The connection ends without an answer. */
  private static final class Dropped extends IOException {
    Dropped() {
      super("dropped on purpose");
    }
  }

  ProviderApi(Book book, JsonMapper json) {
    this.book = book;
    this.json = json;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      route(exchange);
    } catch (Refusal refusal) {
      problem(exchange, refusal.status(), refusal.detail());
    } catch (Dropped dropped) {
      throw dropped; // the server closes the connection
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Dropped();
    } catch (IOException | RuntimeException e) {
      log.log(System.Logger.Level.ERROR, exchange.getRequestURI().toString(), e);
      problem(exchange, 500, "the provider failed: " + e.getMessage());
    } finally {
      exchange.close();
    }
  }

  private void route(HttpExchange exchange) throws IOException, InterruptedException {
    String[] path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
    String method = exchange.getRequestMethod();
    String route = path.length > 1 && path[0].equals("v1") ? path[1] + "/" + path.length : "";
    switch (route) {
      case "authorizations/2" -> authorize(exchange, method);
      case "authorizations/3" -> find(exchange, method, path[2]);
      case "authorizations/4" -> act(exchange, method, path[2], path[3]);
      case "book/2" -> book(exchange, method);
      case "book/3" -> summary(exchange, method, path[2]);
      case "faults/2" -> faults(exchange, method);
      default -> throw noSuchPath();
    }
  }

  private void authorize(HttpExchange exchange, String method)
      throws IOException, InterruptedException {
    require(method, "POST");
    AuthorizationRequest request = read(exchange, AuthorizationRequest.class);
    String key = idempotencyKey(exchange);
    suffer(exchange, () -> book.authorize(request, key), 201);
  }

  private void act(HttpExchange exchange, String method, String reference, String action)
      throws IOException, InterruptedException {
    require(method, "POST");
    AuthorizationRequest.requireName("reference", reference);
    String key = idempotencyKey(exchange);
    switch (action) {
      case "capture" -> suffer(exchange, () -> book.capture(reference, key), 200);
      case "reversal" -> suffer(exchange, () -> book.reverse(reference, key), 200);
      default -> throw noSuchPath();
    }
  }

  private void find(HttpExchange exchange, String method, String reference)
      throws IOException, InterruptedException {
    require(method, "GET");
    suffer(exchange, () -> new Book.Answer(book.find(reference), false), 200);
  }

  private void book(HttpExchange exchange, String method) throws IOException {
    require(method, "GET");
    long after = queried(exchange, "after", 0, 0, Long.MAX_VALUE);
    int limit = (int) queried(exchange, "limit", 100, 1, LONGEST_PAGE);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(PAGE_START);
    long next;
    try {
      next =
          book.read(
              after,
              limit,
              (line, _) -> {
                if (page.size() > PAGE_START.length) {
                  page.write(',');
                }
                page.writeBytes(line);
              });
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("after must be the 'next' of an earlier page");
    }
    page.writeBytes(("],\"next\":" + next + "}").getBytes(UTF_8));
    send(exchange, 200, "application/json", page.toByteArray());
  }

  private void summary(HttpExchange exchange, String method, String what) throws IOException {
    if (!what.equals("summary")) {
      throw noSuchPath();
    }
    require(method, "GET");
    answer(exchange, 200, book.summary());
  }

  private void faults(HttpExchange exchange, String method) throws IOException {
    switch (method) {
      case "PUT" -> faults = read(exchange, Faults.class);
      case "DELETE" -> faults = Faults.NONE;
      case "GET" -> {}
      default -> throw new Refusal(405, "use GET, PUT or DELETE here");
    }
    answer(exchange, 200, faults);
  }

  private interface Work {
    Book.Answer run() throws IOException, InterruptedException;
  }

  /** Does the work between the troubles of the day and those of the card. */
  private void suffer(HttpExchange exchange, Work work, int created)
      throws IOException, InterruptedException {
    Faults now = faults;
    if (now.outage()) {
      throw new Dropped();
    }
    Thread.sleep(now.latencyMillis());
    boolean fails = ThreadLocalRandom.current().nextDouble() < now.errorRate();
    if (fails && ThreadLocalRandom.current().nextBoolean()) {
      throw new Refusal(500, "an error on purpose, before anything was done");
    }
    Book.Answer answer = work.run();
    if (fails) {
      throw new Refusal(500, "an error on purpose, after it was done");
    }
    if (answer.changed()) {
      travel(TestCard.manner(answer.authorization().token()));
    }
    answer(exchange, answer.changed() ? created : 200, View.of(answer.authorization()));
  }

  private static void travel(TestCard.Manner manner) throws Dropped, InterruptedException {
    switch (manner) {
      case PROMPT -> {}
      case SLOW -> Thread.sleep(SLOW_MILLIS);
      case LOST -> {
        Thread.sleep(LOST_MILLIS);
        throw new Dropped();
      }
    }
  }

  private static String idempotencyKey(HttpExchange exchange) {
    return AuthorizationRequest.requireName(
        "the header Idempotency-Key", exchange.getRequestHeaders().getFirst("Idempotency-Key"));
  }

  private static void require(String method, String allowed) {
    if (!method.equals(allowed)) {
      throw new Refusal(405, "use " + allowed + " here");
    }
  }

  private static Refusal noSuchPath() {
    return new Refusal(404, "there is nothing at this path");
  }

  private static long queried(
      HttpExchange exchange, String name, long absent, long least, long most) {
    String query = exchange.getRequestURI().getQuery();
    if (query == null) {
      return absent;
    }
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        try {
          long value = Long.parseLong(pair.substring(name.length() + 1));
          if (value >= least && value <= most) {
            return value;
          }
        } catch (NumberFormatException e) {
          throw Refusal.invalid(name + " must be a number");
        }
        throw Refusal.invalid(name + " must be between " + least + " and " + most);
      }
    }
    return absent;
  }

  private <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new Refusal(413, "the body is larger than " + LARGEST_BODY + " bytes");
    }
    try {
      T value = json.readValue(body, type);
      if (value == null) {
        throw Refusal.invalid("the body is empty");
      }
      return value;
    } catch (DatabindException e) {
      throw e.getCause() instanceof Refusal refusal
          ? refusal
          : Refusal.invalid("the body is not what is expected: " + e.getOriginalMessage());
    } catch (JacksonException e) {
      throw Refusal.invalid("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, "application/json", json.writeValueAsBytes(body));
  }

  private void problem(HttpExchange exchange, int status, String detail) throws IOException {
    String title = TITLES.getOrDefault(status, "Error");
    send(
        exchange,
        status,
        "application/problem+json",
        json.writeValueAsBytes(new Problem(title, status, detail)));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
