package dev.orrery.sandbox.chaos;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.SandboxException;
import dev.orrery.sandbox.link.Links;
import dev.orrery.sandbox.shop.Audit;
import dev.orrery.sandbox.shop.Basket;
import dev.orrery.sandbox.shop.Crowd;
import dev.orrery.sandbox.shop.Shop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Orders go on while one thing after another breaks, any process or link; then all is mended, and
 * the books are audited. For a system that runs, with links, and that nobody else uses meanwhile.
 */
public final class Chaos {

  private static final List<String> SKUS = List.of("ORR-1033", "ORR-1042");

  /** The tool is no part of what is tested. */
  private static final Set<String> SPARED = Set.of("links");

  /** Where servers start slowly, because the machine has other work, little is up for long. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);
  private static final int ATTEMPTS_TO_MEND = 3;

  private final Sandbox sandbox;
  private final Plan plan;
  private final Consumer<String> told;
  private final Instant begin = Instant.now();

  /**
   * @param told what happens, line by line, from several threads
   */
  public Chaos(Sandbox sandbox, Plan plan, Consumer<String> told) {
    this.sandbox = sandbox;
    this.plan = plan;
    this.told = told;
  }

  /** Returns when everything runs again. */
  public Outcome run() {
    told.accept(
        "%d orders, %d a second, and a fault every %d s. The same faults again: %s"
            .formatted(
                plan.orders(),
                plan.ordersPerSecond(),
                plan.faultEvery().toSeconds(),
                plan.command()));
    UUID customer = UUID.randomUUID();
    Audit audit = new Audit(sandbox, customer, SKUS);
    List<Basket> baskets =
        IntStream.range(0, plan.orders())
            .mapToObj(i -> Basket.mixed(i, SKUS.get(0), SKUS.get(1)).by(customer))
            .toList();
    Duration interval = Duration.ofSeconds(1).dividedBy(plan.ordersPerSecond());
    FaultInjector faults = new FaultInjector(sandbox, schedule(), this::tell);
    try (Crowd crowd =
        new Crowd(new Shop(sandbox), baskets, interval, PATIENCE, Chaos::isRegretted)) {
      try (faults) {
        awaitAll(crowd);
      }
      tell("all is mended now");
      mend();
      Audit.Findings findings = audit.findings(crowd.acceptedOrders()).and(crowd.complaints());
      return new Outcome(
          plan, Duration.between(begin, Instant.now()), findings, faults.inflicted());
    }
  }

  /** The same for the same plan and shape of system. */
  private Schedule schedule() {
    return new Schedule(
        plan.seed(),
        plan.faultEvery(),
        sandbox.names().stream().filter(name -> !SPARED.contains(name)).sorted().toList(),
        sandbox.links().all().links().stream().map(Links.Entry::name).sorted().toList());
  }

  /** Of orders of every kind, as every one in eleven is. */
  private static boolean isRegretted(int number) {
    return number % 11 == 0;
  }

  private void awaitAll(Crowd crowd) {
    Instant next = Instant.now();
    while (!crowd.isDone()) {
      if (Instant.now().isAfter(next)) {
        tell("%d orders accepted".formatted(crowd.acceptedUntilNow()));
        next = next.plus(PROGRESS_EVERY);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted.", e);
    }
  }

  /** What came up while what it needs was broken may end all the same, and is started again. */
  private void mend() {
    for (int attempt = 1; ; attempt++) {
      try {
        sandbox.start();
        return;
      } catch (SandboxException e) {
        if (attempt == ATTEMPTS_TO_MEND) {
          throw e;
        }
        tell("not yet: " + e);
      }
    }
  }

  private void tell(FaultInjector.Inflicted fault) {
    tell(fault.disruption().toString());
  }

  private void tell(String text) {
    told.accept(
        "%8.1f s  %s".formatted(Duration.between(begin, Instant.now()).toMillis() / 1000.0, text));
  }
}
