package dev.orrery.sandbox.chaos;

import dev.orrery.sandbox.UsageException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a run of random faults is to be.
 *
 * @param orders how many there are
 * @param ordersPerSecond at most, fewer where too much is broken
 * @param faultEvery the interval in each of which something breaks
 */
public record Plan(int orders, int ordersPerSecond, Duration faultEvery, long seed) {

  private static final int MOST_ORDERS = 1_000_000;
  private static final int MOST_PER_SECOND = 1_000;
  private static final int LONGEST_INTERVAL = 600;

  private static final Map<String, Long> DEFAULTS =
      Map.of("--orders", 500L, "--rate", 10L, "--every", 4L);

  public Plan {
    bounded("--orders", orders, MOST_ORDERS);
    bounded("--rate", ordersPerSecond, MOST_PER_SECOND);
    bounded("--every", faultEvery.toSeconds(), LONGEST_INTERVAL);
  }

  private static void bounded(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new UsageException("%s is 1 to %d, not %d.".formatted(option, most, value));
    }
  }

  /**
   * @throws UsageException where an option is unknown, given twice or no number it may be
   */
  public static Plan parse(List<String> arguments) {
    Map<String, Long> given = new HashMap<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      if (!DEFAULTS.containsKey(option) && !option.equals("--seed")) {
        throw new UsageException(
            "'chaos "
                + String.join(" ", arguments)
                + "' is no command: --orders N, --seed N, --rate PER_SECOND and --every SECONDS are"
                + " its options.");
      }
      if (given.put(option, number(option, rest)) != null) {
        throw new UsageException(option + " is given twice.");
      }
    }
    DEFAULTS.forEach(given::putIfAbsent);
    return new Plan(
        given("--orders", given),
        given("--rate", given),
        Duration.ofSeconds(given("--every", given)),
        given.computeIfAbsent("--seed", _ -> new Random().nextLong(1, 1_000_000)));
  }

  private static int given(String option, Map<String, Long> given) {
    return (int) Math.clamp(given.getOrDefault(option, 0L), 0, Integer.MAX_VALUE);
  }

  private static long number(String option, Iterator<String> rest) {
    String text = rest.hasNext() ? rest.next() : "";
    if (!text.matches("-?[0-9]{1,18}")) {
      throw new UsageException(option + " needs a number.");
    }
    return Long.parseLong(text);
  }

  /** What does the same again. */
  String command() {
    return "./orrery chaos --orders %d --seed %d --rate %d --every %d"
        .formatted(orders, seed, ordersPerSecond, faultEvery.toSeconds());
  }
}
