package dev.orrery.sandbox.demo;

import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.demo.Calls.Timed;
import dev.orrery.sandbox.shop.Answer;
import dev.orrery.sandbox.shop.Shop;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What the gateway does about a service that hangs: payment-service, frozen. */
final class GuardDemos {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Enough to judge by, and few enough to have room. */
  private static final int CALLS = 40;

  private static final int FLOOD = 400;

  private GuardDemos() {}

  static void breaker(Stage stage) {
    Shop shop = stage.shop();
    List<String> frozen = stage.instancesOf("payment-service");
    frozen.forEach(stage.sandbox()::pause);
    try {
      stage.tell("payment-service is frozen (SIGSTOP), and asked for %d payments.", CALLS);
      Calls slow = Calls.atOnce(CALLS, () -> payment(shop));
      stage.figure("answered, all of them with errors, after", Stage.millis(slow.median()));
      stage.expect(slow.succeeded().count() == 0, "nothing comes from a frozen service");

      Timed refused = Calls.one(() -> payment(shop));
      stage.tell("");
      stage.tell("The breaker is open now. The next call is refused by the gateway itself:");
      stage.figure("refused by", refused.guard());
      stage.figure("after", Stage.millis(refused.took()));
      stage.figure("Retry-After", refused.answer().header("Retry-After") + " s");
      stage.expect(refused.guard().equals("circuit-breaker"), "the breaker refuses");

      Calls neighbours = Calls.oneByOne(CALLS, () -> products(shop));
      stage.figure("product reads meanwhile", neighbours.succeeded().count() + " of " + CALLS);
      stage.figure("each within", Stage.millis(neighbours.median()));
      stage.expect(neighbours.succeeded().count() == CALLS, "its neighbours are not touched");
    } finally {
      frozen.forEach(stage.sandbox()::resume);
    }
    stage.tell("");
    stage.tell("payment-service goes on; what asks it is let through, a little at first.");
    long begin = System.nanoTime();
    await("the breaker to close").atMost(PATIENCE).until(() -> recovered(shop));
    stage.figure("all well again after", Stage.millis(Duration.ofNanos(System.nanoTime() - begin)));
  }

  static void bulkhead(Stage stage) {
    Shop shop = stage.shop();
    List<String> frozen = stage.instancesOf("payment-service");
    frozen.forEach(stage.sandbox()::pause);
    try {
      stage.tell("payment-service is frozen (SIGSTOP), and asked for %d payments at once.", FLOOD);
      Calls flood = Calls.atOnce(FLOOD, () -> payment(shop));
      Calls refused = flood.refusedBy("bulkhead", "caller-share");
      Calls later = flood.refusedBy("circuit-breaker");
      stage.figure("held a place, and waited in vain", FLOOD - refused.count() - later.count());
      stage.figure("refused, for the places were taken", refused.count());
      stage.figure("refused later, by the breaker", later.count());
      stage.expect(refused.count() > 0, "only so many calls hold a place");
      stage.figure("a refusal came after", Stage.millis(refused.median()));

      Calls neighbours = Calls.oneByOne(CALLS, () -> products(shop));
      stage.figure("product reads meanwhile", neighbours.succeeded().count() + " of " + CALLS);
      stage.figure("each within", Stage.millis(neighbours.median()));
      stage.expect(neighbours.succeeded().count() == CALLS, "its neighbours are not touched");
    } finally {
      frozen.forEach(stage.sandbox()::resume);
    }
    await("the breaker to close").atMost(PATIENCE).until(() -> recovered(shop));
    stage.tell("payment-service goes on, and so does all that asks it.");
  }

  /** That there is no such payment is the answer of a service that is well. */
  private static boolean recovered(Shop shop) {
    return Calls.oneByOne(CALLS / 4, () -> payment(shop)).all().stream()
        .allMatch(call -> call.answer().status() == 404);
  }

  private static Answer payment(Shop shop) {
    return shop.http().get("/api/payments/" + UUID.randomUUID());
  }

  private static Answer products(Shop shop) {
    // The gateway answers other reads of products itself.
    return shop.http().get("/api/products/ORR-1001/stock");
  }
}
