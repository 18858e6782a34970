package dev.orrery.order.monitor;

import dev.orrery.order.monitor.Rule.LeadsTo;
import dev.orrery.order.monitor.Rule.NeverBoth;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was heard of one order, and which rules it has broken. Not thread-safe. */
final class Dossier {
  private final Map<Fact, Instant> facts = new EnumMap<>(Fact.class);
  private final Set<Rule> broken = new HashSet<>(0);
  private Instant lastHeard = Instant.MIN;
  private boolean judged;

  /** Whether that was new; of two times the earlier one counts, whichever was heard first. */
  boolean hear(Fact fact, Instant time, Instant now) {
    Instant known = facts.get(fact);
    if (known != null && !time.isBefore(known)) {
      return false;
    }
    facts.put(fact, time);
    lastHeard = now;
    judged = false;
    return true;
  }

  /** Whether the rule is broken, and was not yet when it was asked last. */
  boolean newlyBreaks(Rule rule, Instant now) {
    return breaks(rule, now) && broken.add(rule);
  }

  private boolean breaks(Rule rule, Instant now) {
    return switch (rule) {
      case NeverBoth(_, var one, var other) -> facts.containsKey(one) && facts.containsKey(other);
      case LeadsTo promise ->
          begun(promise)
              .map(it -> it.plus(promise.within()))
              .filter(end -> kept(promise).orElse(now).isAfter(end))
              .isPresent();
    };
  }

  /** Since when a promise is to be kept that is not kept yet. */
  Optional<Instant> openSince(Rule rule) {
    return switch (rule) {
      case NeverBoth _ -> Optional.empty();
      case LeadsTo promise -> kept(promise).isPresent() ? Optional.empty() : begun(promise);
    };
  }

  boolean isOpen(Collection<Rule> rules) {
    for (Rule rule : rules) {
      if (openSince(rule).isPresent()) {
        return true;
      }
    }
    return false;
  }

  boolean hasBroken(Rule rule) {
    return broken.contains(rule);
  }

  /** Whether its promises were looked at after the last that was heard. */
  boolean isJudged() {
    return judged;
  }

  void judged() {
    judged = true;
  }

  Instant lastHeard() {
    return lastHeard;
  }

  /** The earliest time that anything says of itself. */
  Instant began() {
    return Collections.min(facts.values());
  }

  /** Of an order whose beginning was not heard, what else was not heard says nothing. */
  private Optional<Instant> begun(LeadsTo promise) {
    if (!facts.containsKey(Fact.PLACED)) {
      return Optional.empty();
    }
    Instant last = Instant.MIN;
    for (Fact fact : promise.given()) {
      Instant time = facts.get(fact);
      if (time == null) {
        return Optional.empty();
      }
      last = time.isAfter(last) ? time : last;
    }
    return Optional.of(last);
  }

  private Optional<Instant> kept(LeadsTo promise) {
    Instant first = Instant.MAX;
    for (Fact fact : promise.then()) {
      Instant time = facts.get(fact);
      first = time != null && time.isBefore(first) ? time : first;
    }
    return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
  }

  @Override
  public String toString() {
    return facts.toString();
  }
}
