package dev.orrery.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Where answers are kept, within so many bytes; the least used go first. Thread-safe. */
final class Shelf {

  /** Of one target: who varies by more would fill the cache with one page. */
  private static final int VARIANTS = 16;

  /** What can only be asked about again is worth that for a while. */
  private static final Duration VALIDATOR = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofHours(1);

  private final Cache<Target, List<Kept>> answers;

  Shelf(long maxBytes) {
    answers =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Target target, List<Kept> variants) ->
                target.text().length() + variants.stream().mapToInt(Kept::bytes).sum())
            .expireAfter(Expiry.<Target, List<Kept>>writing((_, variants) -> keptFor(variants)))
            .recordStats()
            .build();
  }

  private static Duration keptFor(List<Kept> variants) {
    Duration longest =
        variants.stream()
            .map(kept -> kept.lifetime().whole())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO)
            .plus(VALIDATOR);
    return longest.compareTo(LONGEST) > 0 ? LONGEST : longest;
  }

  boolean knows(Target target) {
    return answers.asMap().containsKey(target);
  }

  @Nullable Kept find(Target target, HttpHeaders request) {
    return Objects.requireNonNullElse(answers.getIfPresent(target), List.<Kept>of()).stream()
        .filter(kept -> kept.isFor(request))
        .findFirst()
        .orElse(null);
  }

  /** What tells apart those who ask for a target, as far as its answers have shown. */
  Map<String, String> variant(Target target, HttpHeaders request) {
    Map<String, String> values = new TreeMap<>();
    Objects.requireNonNullElse(answers.getIfPresent(target), List.<Kept>of())
        .forEach(kept ->
            kept.varies()
                .keySet()
                .forEach(name -> values.put(name, String.join(", ", request.getOrEmpty(name)))));
    return values;
  }

  /** An answer that was asked for earlier never takes the place of one asked for later. */
  void keep(Target target, Kept answer) {
    answers
        .asMap()
        .merge(
            target,
            List.of(answer),
            (before, _) -> {
              boolean overtaken =
                  before.stream()
                      .anyMatch(kept ->
                          kept.varies().equals(answer.varies())
                              && kept.asked().isAfter(answer.asked()));
              return overtaken ? before : with(answer, before);
            });
  }

  private static List<Kept> with(Kept answer, List<Kept> before) {
    Stream<Kept> others =
        before.stream()
            .filter(kept -> kept.varies().keySet().equals(answer.varies().keySet()))
            .filter(kept -> !kept.varies().equals(answer.varies()));
    return Stream.concat(Stream.of(answer), others).limit(VARIANTS).toList();
  }

  void forget(Target target) {
    answers.invalidate(target);
  }

  void forgetAll() {
    answers.invalidateAll();
  }

  long entries() {
    return answers.estimatedSize();
  }

  long bytes() {
    return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  long evictions() {
    return answers.stats().evictionCount();
  }
}
