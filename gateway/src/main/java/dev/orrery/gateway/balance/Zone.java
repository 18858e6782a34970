package dev.orrery.gateway.balance;

import java.util.List;

/**
 * Keeps calls in the caller's own zone, which is nearer and whose traffic costs nothing; but not
 * where too few are left there to bear them.
 *
 * @param own where this gateway runs; empty where that is not known, and then all are near
 * @param share percent of all weight that must be in the own zone for it to be enough
 */
record Zone(String own, int share) {

  List<Candidate> near(List<Candidate> candidates) {
    List<Candidate> near =
        candidates.stream().filter(candidate -> candidate.zone().equals(own)).toList();
    return own.isEmpty() || near.isEmpty() || weight(near) * 100 < weight(candidates) * share
        ? candidates
        : near;
  }

  private static long weight(List<Candidate> candidates) {
    return candidates.stream().mapToLong(Candidate::weight).sum();
  }
}
