package dev.orrery.sandbox.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Disruptions without an end, one in each interval, drawn from a seed. The same seed, interval and
 * targets give the same schedule on every machine and JDK, whatever the run does meanwhile: {@link
 * Random} is specified to the bit. Disruptions may overlap, but never on one target. Not
 * thread-safe.
 */
public final class Schedule implements Iterator<Schedule.Planned> {

  /**
   * @param at since the beginning
   */
  public record Planned(Duration at, Disruption disruption) {
    Duration end() {
      return at.plus(disruption.lasting());
    }
  }

  private static final int SHORTEST_MILLIS = 200;
  private static final int LONGEST_LATENCY_MILLIS = 1_500;

  /** One that lasts one and a half intervals may meet those of the next two. */
  private static final int MOST_AT_ONCE = 3;

  private final Random random;
  private final long everyMillis;
  private final List<String> processes;
  private final List<String> links;
  private final Map<String, Duration> busyUntil = new HashMap<>();
  private long interval;

  /**
   * @param every the interval, at least a second
   * @param processes at least three, so that one is always free
   */
  public Schedule(long seed, Duration every, List<String> processes, List<String> links) {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "One fault every " + every + " is more than one a second.");
    }
    if (processes.size() < MOST_AT_ONCE) {
      throw new IllegalArgumentException("Chaos needs at least " + MOST_AT_ONCE + " processes.");
    }
    this.random = new Random(seed);
    this.everyMillis = every.toMillis();
    this.processes = List.copyOf(processes);
    this.links = List.copyOf(links);
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Planned next() {
    long millis = interval * everyMillis + random.nextLong(everyMillis);
    interval++;
    Planned planned = new Planned(Duration.ofMillis(millis), draw(Duration.ofMillis(millis)));
    busyUntil.put(planned.disruption().target(), planned.end());
    return planned;
  }

  private Disruption draw(Duration at) {
    List<String> free = new ArrayList<>();
    processes.stream().filter(name -> isFree(name, at)).forEach(free::add);
    int freeProcesses = free.size();
    links.stream().filter(name -> isFree(name, at)).forEach(free::add);
    int chosen = random.nextInt(free.size());
    String target = free.get(chosen);
    Duration lasting = Duration.ofMillis(random.nextLong(SHORTEST_MILLIS, everyMillis * 3 / 2));
    if (chosen < freeProcesses) {
      return random.nextBoolean()
          ? new Disruption.Kill(target, lasting)
          : new Disruption.Pause(target, lasting);
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Disruption.Cut(target, lasting);
      case 1 -> new Disruption.Stall(target, lasting);
      default ->
          new Disruption.Delay(
              target, lasting, Duration.ofMillis(random.nextInt(1, LONGEST_LATENCY_MILLIS)));
    };
  }

  private boolean isFree(String target, Duration at) {
    return busyUntil.getOrDefault(target, Duration.ZERO).compareTo(at) <= 0;
  }
}
