package dev.orrery.gateway.balance;

import java.util.List;

/** Among whom a balancer chooses. Pure. */
record Eligible(Draining draining, Ejection ejection, Zone zone) {

  /**
   * At least one, where there is one. Whether a zone can bear it is asked of those who are well.
   */
  List<Candidate> of(List<Candidate> candidates, long now) {
    return zone.near(ejection.without(draining.without(candidates, now), now));
  }
}
