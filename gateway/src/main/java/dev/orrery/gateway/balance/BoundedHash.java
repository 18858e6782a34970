package dev.orrery.gateway.balance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The same key to the same instance, whose cache then knows it; but nobody gets more than a quarter
 * over the average, what is too much goes to the next on the ring. Mirrokni, Thorup, Zadimoghaddam:
 * Consistent Hashing with Bounded Loads.
 */
final class BoundedHash implements Balancer {

  private static final double BOUND = 1.25;
  private static final int POINTS = 100;

  private final Balancer withoutKey;
  private volatile Ring ring = new Ring(List.of(), new TreeMap<>());

  private record Ring(List<String> ids, NavigableMap<Long, String> points) {

    static Ring of(List<String> ids) {
      NavigableMap<Long, String> points = new TreeMap<>();
      for (String id : ids) {
        for (int point = 0; point < POINTS; point++) {
          points.put(hash(id + "#" + point), id);
        }
      }
      return new Ring(ids, points);
    }
  }

  BoundedHash(Balancer withoutKey) {
    this.withoutKey = withoutKey;
  }

  @Override
  public Candidate choose(
      List<Candidate> candidates, @Nullable String key, long now, RandomGenerator random) {
    if (key == null) {
      return withoutKey.choose(candidates, null, now, random);
    }
    Map<String, Candidate> byId =
        candidates.stream().collect(Collectors.toMap(Candidate::id, candidate -> candidate));
    int underWay = candidates.stream().mapToInt(candidate -> candidate.load().inFlight()).sum();
    long bound = (long) Math.ceil(BOUND * (underWay + 1) / candidates.size());
    NavigableMap<Long, String> points = pointsOf(candidates);
    long place = hash(key);
    for (String id : points.tailMap(place, true).values()) {
      Candidate candidate = byId.get(id);
      if (candidate != null && candidate.load().inFlight() < bound) {
        return candidate;
      }
    }
    for (String id : points.headMap(place, false).values()) {
      Candidate candidate = byId.get(id);
      if (candidate != null && candidate.load().inFlight() < bound) {
        return candidate;
      }
    }
    // Only if somebody else has taken the last of it meanwhile.
    return withoutKey.choose(candidates, null, now, random);
  }

  private NavigableMap<Long, String> pointsOf(List<Candidate> candidates) {
    List<String> ids = candidates.stream().map(Candidate::id).sorted().toList();
    Ring known = ring;
    if (!known.ids().equals(ids)) {
      known = Ring.of(ids);
      ring = known;
    }
    return known.points();
  }

  /** FNV-1a, finished as MurmurHash does, or neighbours would stay neighbours. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
