package dev.orrery.order.monitor;

import dev.orrery.order.monitor.Rule.LeadsTo;
import dev.orrery.order.monitor.Rule.NeverBoth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds rules against what is told of many orders. What is told may come twice and in any order:
 * time is what it says of itself. At most so many orders are remembered, first those of which
 * something is still to come. Pure; not thread-safe.
 */
final class Monitor {
  private final List<Rule> rules;
  private final List<Rule> prohibitions;
  private final List<Rule> promises;
  private final Limits limits;
  private final Map<UUID, Dossier> open = new LinkedHashMap<>();
  private final Map<UUID, Dossier> settled = new LinkedHashMap<>();

  /** Up to here orders were forgotten: who is told of now, and is older, was known before. */
  private Instant horizon = Instant.MIN;

  private long forgotten;

  /**
   * @param patience how long, after the last that was heard of an order, more may be on its way
   * @param memory how long an order is remembered of which nothing more is to come
   * @param orders how many are remembered at most
   */
  record Limits(Duration patience, Duration memory, int orders) {
    Limits {
      if (orders < 1) {
        throw new IllegalArgumentException("at least one order is remembered, not " + orders);
      }
    }
  }

  record Violation(Rule rule, UUID order, String facts) {}

  /** How many orders a promise is still to be kept of, since when the oldest, and how many late. */
  record Obligations(int open, Optional<Instant> oldest, int overdue) {
    static final Obligations NONE = new Obligations(0, Optional.empty(), 0);

    private Obligations and(Instant since, boolean late) {
      Instant first = oldest.filter(since::isAfter).orElse(since);
      return new Obligations(open + 1, Optional.of(first), overdue + (late ? 1 : 0));
    }
  }

  Monitor(List<Rule> rules, Limits limits) {
    this.rules = List.copyOf(rules);
    this.prohibitions = rules.stream().filter(NeverBoth.class::isInstance).toList();
    this.promises = rules.stream().filter(LeadsTo.class::isInstance).toList();
    this.limits = limits;
  }

  /**
   * @param time when it became true
   * @param now when it is told
   * @return what is broken by it at once
   */
  List<Violation> hear(UUID order, Fact fact, Instant time, Instant now) {
    Dossier dossier = find(order);
    if (dossier == null) {
      if (!time.isAfter(horizon)) {
        return List.of();
      }
      dossier = new Dossier();
    }
    if (!dossier.hear(fact, time, now)) {
      return List.of();
    }
    place(order, dossier);
    forgetBeyond(limits.orders());
    return broken(order, dossier, prohibitions, now);
  }

  /** What has been broken by the passing of time. */
  List<Violation> sweep(Instant now) {
    List<Violation> violations = new ArrayList<>();
    Instant quietSince = now.minus(limits.patience());
    open.forEach((order, dossier) -> {
      if (dossier.lastHeard().isBefore(quietSince)) {
        violations.addAll(broken(order, dossier, promises, now));
      }
    });
    settled.forEach((order, dossier) -> {
      if (!dossier.isJudged() && dossier.lastHeard().isBefore(quietSince)) {
        violations.addAll(broken(order, dossier, promises, now));
        dossier.judged();
      }
    });
    forgetSettledBefore(now.minus(limits.memory()));
    return violations;
  }

  Map<Rule, Obligations> obligations() {
    Map<Rule, Obligations> all = new HashMap<>();
    for (Dossier dossier : open.values()) {
      for (Rule promise : promises) {
        dossier
            .openSince(promise)
            .ifPresent(since ->
                all.put(
                    promise,
                    all.getOrDefault(promise, Obligations.NONE)
                        .and(since, dossier.hasBroken(promise))));
      }
    }
    return all;
  }

  int orders() {
    return open.size() + settled.size();
  }

  /** How many were forgotten of which something was still to come: nothing is said of them. */
  long forgotten() {
    return forgotten;
  }

  List<Rule> rules() {
    return rules;
  }

  private @Nullable Dossier find(UUID order) {
    Dossier found = open.get(order);
    return found == null ? settled.get(order) : found;
  }

  private void place(UUID order, Dossier dossier) {
    boolean isOpen = dossier.isOpen(promises);
    (isOpen ? settled : open).remove(order);
    (isOpen ? open : settled).putIfAbsent(order, dossier);
  }

  private static List<Violation> broken(UUID order, Dossier dossier, List<Rule> some, Instant now) {
    List<Violation> violations = new ArrayList<>();
    for (Rule rule : some) {
      if (dossier.newlyBreaks(rule, now)) {
        violations.add(new Violation(rule, order, dossier.toString()));
      }
    }
    return violations;
  }

  private void forgetBeyond(int orders) {
    while (orders() > orders) {
      boolean lost = settled.isEmpty();
      Iterator<Dossier> oldest = (lost ? open : settled).values().iterator();
      forget(oldest.next());
      oldest.remove();
      forgotten += lost ? 1 : 0;
    }
  }

  private void forgetSettledBefore(Instant time) {
    Iterator<Dossier> oldest = settled.values().iterator();
    while (oldest.hasNext()) {
      Dossier dossier = oldest.next();
      if (!dossier.lastHeard().isBefore(time)) {
        return; // those behind it were settled later
      }
      forget(dossier);
      oldest.remove();
    }
  }

  private void forget(Dossier dossier) {
    if (dossier.began().isAfter(horizon)) {
      horizon = dossier.began();
    }
  }
}
