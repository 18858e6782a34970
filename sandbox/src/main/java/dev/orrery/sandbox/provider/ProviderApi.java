package dev.orrery.sandbox.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The provider's HTTP face: finds out what is asked, does it, and answers, or is made to fail. */
final class ProviderApi implements HttpHandler {
  private static final System.Logger log = System.getLogger(ProviderApi.class.getName());
  private static final int LONGEST_PAGE = 1_000;
  private static final byte[] PAGE_START = "{\"entries\":[".getBytes(UTF_8);
  private static final long SLOW_MILLIS = 2_000;
  private static final long LOST_MILLIS = 10_000;

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
      long refunded,
      @Nullable String currency) {

    static View of(Authorization a) {
      return new View(
          a.reference(),
          a.status(),
          a.declineReason(),
          a.order(),
          a.amount(),
          a.captured(),
          a.refunded(),
          a.currency());
    }
  }

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
    Call call = new Call(exchange, json);
    try {
      route(call);
    } catch (Refusal refusal) {
      call.problem(refusal.status(), refusal.detail());
    } catch (Dropped dropped) {
      throw dropped; // the server closes the connection
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Dropped();
    } catch (IOException | RuntimeException e) {
      log.log(System.Logger.Level.ERROR, exchange.getRequestURI().toString(), e);
      call.problem(500, "the provider failed: " + e.getMessage());
    } finally {
      exchange.close();
    }
  }

  private void route(Call call) throws IOException, InterruptedException {
    String[] path = call.path();
    String route = path.length > 1 && path[0].equals("v1") ? path[1] + "/" + path.length : "";
    switch (route) {
      case "authorizations/2" -> authorize(call);
      case "authorizations/3" -> find(call, path[2]);
      case "authorizations/4" -> act(call, path[2], path[3]);
      case "book/2" -> book(call);
      case "book/3" -> summary(call, path[2]);
      case "faults/2" -> faults(call);
      default -> throw noSuchPath();
    }
  }

  private void authorize(Call call) throws IOException, InterruptedException {
    call.requireMethod("POST");
    AuthorizationRequest request = call.read(AuthorizationRequest.class);
    String key = call.idempotencyKey();
    suffer(call, () -> book.authorize(request, key), 201);
  }

  private void act(Call call, String reference, String action)
      throws IOException, InterruptedException {
    call.requireMethod("POST");
    AuthorizationRequest.requireName("reference", reference);
    String key = call.idempotencyKey();
    switch (action) {
      case "capture" -> suffer(call, () -> book.capture(reference, key), 200);
      case "refund" -> suffer(call, () -> book.refund(reference, key), 200);
      case "reversal" -> suffer(call, () -> book.reverse(reference, key), 200);
      default -> throw noSuchPath();
    }
  }

  private void find(Call call, String reference) throws IOException, InterruptedException {
    call.requireMethod("GET");
    suffer(call, () -> new Book.Answer(book.find(reference), false), 200);
  }

  private void book(Call call) throws IOException {
    call.requireMethod("GET");
    long after = call.queried("after", 0, 0, Long.MAX_VALUE);
    int limit = (int) call.queried("limit", 100, 1, LONGEST_PAGE);
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
    call.send(200, "application/json", page.toByteArray());
  }

  private void summary(Call call, String what) throws IOException {
    if (!what.equals("summary")) {
      throw noSuchPath();
    }
    call.requireMethod("GET");
    call.answer(200, book.summary());
  }

  private void faults(Call call) throws IOException {
    switch (call.method()) {
      case "PUT" -> faults = call.read(Faults.class);
      case "DELETE" -> faults = Faults.NONE;
      case "GET" -> {}
      default -> throw new Refusal(405, "use GET, PUT or DELETE here");
    }
    call.answer(200, faults);
  }

  private interface Work {
    Book.Answer run() throws IOException, InterruptedException;
  }

  /** Does the work between the troubles of the day and those of the card. */
  private void suffer(Call call, Work work, int created) throws IOException, InterruptedException {
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
    call.answer(answer.changed() ? created : 200, View.of(answer.authorization()));
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

  private static Refusal noSuchPath() {
    return new Refusal(404, "there is nothing at this path");
  }
}
