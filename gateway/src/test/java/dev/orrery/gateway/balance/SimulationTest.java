package dev.orrery.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls arrive at random at instances that take one at a time; time is simulated. */
class SimulationTest {

  private static final Ejection EJECTION = new Ejection(5, Duration.ofSeconds(5));
  private static final Draining DRAINING = new Draining(Duration.ofSeconds(30));
  private static final double MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long OLD = -Duration.ofHours(1).toNanos();

  /** An instance that works through its queue. */
  private static final class Instance {
    final Candidate candidate;
    final double meanMillis;
    double freeAt;
    int calls;

    Instance(String id, int weight, double meanMillis, long firstSeen) {
      this(id, weight, "", meanMillis, firstSeen);
    }

    Instance(String id, int weight, String zone, double meanMillis, long firstSeen) {
      this.candidate = new Candidate(id, weight, zone, new Load(firstSeen));
      this.meanMillis = meanMillis;
    }
  }

  private record End(double at, Instance instance, double begun) {}

  /** The latencies in milliseconds, in order of size. */
  private static double[] run(
      Balancer balancer, List<Instance> instances, double callsPerMilli, int calls, int keys) {
    return run(balancer, new Zone("", 0), instances, callsPerMilli, calls, keys);
  }

  private static double[] run(
      Balancer balancer,
      Zone zone,
      List<Instance> instances,
      double callsPerMilli,
      int calls,
      int keys) {
    Eligible eligible = new Eligible(DRAINING, EJECTION, zone);
    Random random = new Random(42);
    PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingDouble(End::at));
    double[] latencies = new double[calls];
    double now = 0;
    for (int call = 0; call < calls; call++) {
      now += -Math.log(1 - random.nextDouble()) / callsPerMilli * MILLI;
      while (!ends.isEmpty() && ends.peek().at() <= now) {
        end(ends.poll());
      }
      String key = keys == 0 ? null : "/api/products/" + random.nextInt(keys);
      Candidate chosen =
          balancer.choose(
              eligible.of(instances.stream().map(i -> i.candidate).toList(), (long) now),
              key,
              (long) now,
              random);
      Instance instance =
          instances.stream().filter(i -> i.candidate.equals(chosen)).findFirst().orElseThrow();
      chosen.load().begin();
      instance.calls++;
      double work = -Math.log(1 - random.nextDouble()) * instance.meanMillis * MILLI;
      instance.freeAt = Math.max(now, instance.freeAt) + work;
      latencies[call] = (instance.freeAt - now) / MILLI;
      ends.add(new End(instance.freeAt, instance, now));
    }
    ends.forEach(SimulationTest::end);
    Arrays.sort(latencies);
    return latencies;
  }

  private static void end(End end) {
    end.instance()
        .candidate
        .load()
        .end((long) end.at(), (long) (end.at() - end.begun()), false, EJECTION);
  }

  private static List<Instance> fiveOfWhichOneIsSlow(double slowMillis) {
    List<Instance> instances = new ArrayList<>();
    for (int number = 1; number <= 5; number++) {
      instances.add(new Instance("i" + number, 1, number == 5 ? slowMillis : 10, OLD));
    }
    return instances;
  }

  private static double percentile(double[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))];
  }

  @Test
  void withOneSlowInstanceTheTailOfRoundRobinIsManyTimesThatOfTwoChoices() {
    double[] roundRobin = run(new RoundRobin(), fiveOfWhichOneIsSlow(60), 0.2, 40_000, 0);
    List<Instance> instances = fiveOfWhichOneIsSlow(60);
    double[] twoChoices = run(new PowerOfTwo(), instances, 0.2, 40_000, 0);
    double[] leastRequests = run(new LeastRequests(), fiveOfWhichOneIsSlow(60), 0.2, 40_000, 0);
    assertThat(percentile(roundRobin, 0.99)).isGreaterThan(5 * percentile(twoChoices, 0.99));
    assertThat(percentile(roundRobin, 0.99)).isGreaterThan(5 * percentile(leastRequests, 0.99));
    // It is asked now and then, or nobody would learn that it is well again.
    assertThat(instances.getLast().calls).isBetween(100, 3_000);
  }

  @Test
  void amongEqualsEveryoneGetsAsMuch() {
    for (Balancer balancer :
        List.of(new RoundRobin(), new SmoothWeighted(), new LeastRequests(), new PowerOfTwo())) {
      List<Instance> instances = fiveOfWhichOneIsSlow(10);
      run(balancer, instances, 0.3, 20_000, 0);
      assertThat(instances)
          .as(balancer.getClass().getSimpleName())
          .allSatisfy(instance -> assertThat(instance.calls).isBetween(3_500, 4_500));
    }
  }

  @Test
  void smoothWeightedIsExactAndDoesNotCluster() {
    List<Candidate> candidates =
        List.of(
            new Candidate("a", 5, "", new Load(OLD)),
            new Candidate("b", 1, "", new Load(OLD)),
            new Candidate("c", 1, "", new Load(OLD)));
    SmoothWeighted balancer = new SmoothWeighted();
    String turns =
        IntStream.range(0, 14)
            .mapToObj(_ -> balancer.choose(candidates, null, 0, new Random(1)).id())
            .reduce("", String::concat);
    assertThat(turns).isEqualTo("aabacaaaabacaa");
  }

  @Test
  void aKeyStaysWithItsInstanceAndFewMoveWhenOneGoes() {
    List<Instance> instances = fiveOfWhichOneIsSlow(10);
    List<Candidate> all = instances.stream().map(instance -> instance.candidate).toList();
    BoundedHash balancer = new BoundedHash(new PowerOfTwo());
    Map<String, String> before = homes(balancer, all);
    assertThat(homes(balancer, all)).isEqualTo(before);
    Map<String, String> after = homes(balancer, all.subList(0, 4));
    assertThat(before.keySet())
        .allSatisfy(key -> {
          if (!before.get(key).equals("i5")) {
            assertThat(after).containsEntry(key, before.get(key));
          }
        });
    for (Candidate candidate : all) {
      assertThat(before.values().stream().filter(candidate.id()::equals).count())
          .isBetween(120L, 280L);
    }
  }

  private static Map<String, String> homes(Balancer balancer, List<Candidate> candidates) {
    Map<String, String> homes = new HashMap<>();
    for (int key = 0; key < 1_000; key++) {
      homes.put("k" + key, balancer.choose(candidates, "k" + key, 0, new Random(key)).id());
    }
    return homes;
  }

  @Test
  void aKeyThatEverybodyWantsIsSharedOut() {
    List<Candidate> candidates =
        fiveOfWhichOneIsSlow(10).stream().map(instance -> instance.candidate).toList();
    BoundedHash balancer = new BoundedHash(new PowerOfTwo());
    for (int call = 1; call <= 1_000; call++) {
      balancer.choose(candidates, "hot", 0, new Random(call)).load().begin();
      double average = call / 5.0;
      assertThat(candidates)
          .allSatisfy(candidate ->
              assertThat(candidate.load().inFlight())
                  .isLessThanOrEqualTo((int) Math.ceil(1.25 * average)));
    }
  }

  @Test
  void whoFailsInARowIsLeftOutForLongerEachTimeButNeverMoreThanHalf() {
    List<Candidate> candidates =
        fiveOfWhichOneIsSlow(10).stream().map(instance -> instance.candidate).toList();
    fail(candidates.getFirst(), 4, 0);
    assertThat(EJECTION.without(candidates, 1)).hasSize(5);
    fail(candidates.getFirst(), 1, 0);
    assertThat(EJECTION.without(candidates, 1)).hasSize(4).doesNotContain(candidates.getFirst());
    long later = Duration.ofSeconds(5).toNanos() + 1;
    assertThat(EJECTION.without(candidates, later)).hasSize(5);
    fail(candidates.getFirst(), 5, later);
    assertThat(EJECTION.without(candidates, later + Duration.ofSeconds(9).toNanos())).hasSize(4);
    fail(candidates.get(1), 5, later);
    assertThat(EJECTION.without(candidates, later + 1)).hasSize(3);
    fail(candidates.get(2), 5, later);
    assertThat(EJECTION.without(candidates, later + 1)).hasSize(5);
  }

  private static void fail(Candidate candidate, int times, long now) {
    for (int time = 0; time < times; time++) {
      candidate.load().begin();
      candidate.load().end(now, 1_000_000, true, EJECTION);
    }
  }

  @Test
  void whoHasJustComeBeginsWithLittle() {
    List<Instance> instances = fiveOfWhichOneIsSlow(10).subList(0, 4);
    List<Instance> all = new ArrayList<>(instances);
    Instance newcomer = new Instance("new", 1, 10, 0);
    all.add(newcomer);
    // 0.3 calls a millisecond: 300 in the first second, of ten.
    run(new SlowStart(new RoundRobin(), Duration.ofSeconds(10)), all, 0.3, 300, 0);
    assertThat(newcomer.calls).isBetween(1, 20);
    Instance later = new Instance("new", 1, 10, OLD);
    all.set(4, later);
    run(new SlowStart(new RoundRobin(), Duration.ofSeconds(10)), all, 0.3, 300, 0);
    assertThat(later.calls).isBetween(50, 70);
  }

  private static List<Instance> inZones(String... zones) {
    return IntStream.range(0, zones.length)
        .mapToObj(number -> new Instance("i" + number, 1, zones[number], 10, OLD))
        .toList();
  }

  @Test
  void callsStayInTheirZoneWhileThatIsEnough() {
    List<Instance> instances = inZones("here", "here", "there", "there", "there");
    run(new PowerOfTwo(), new Zone("here", 30), instances, 0.1, 10_000, 0);
    assertThat(instances.subList(0, 2))
        .allSatisfy(near -> assertThat(near.calls).isBetween(4_500, 5_500));
    assertThat(instances.subList(2, 5)).allSatisfy(far -> assertThat(far.calls).isZero());
  }

  @Test
  void aZoneThatIsTooSmallToBearItSharesWithTheOthers() {
    List<Instance> instances = inZones("here", "there", "there", "there", "there");
    double[] shared = run(new PowerOfTwo(), new Zone("here", 30), instances, 0.3, 10_000, 0);
    assertThat(instances)
        .allSatisfy(instance -> assertThat(instance.calls).isBetween(1_700, 2_300));
    double[] crowded =
        run(
            new PowerOfTwo(),
            new Zone("here", 0),
            inZones("here", "there", "there", "there", "there"),
            0.3,
            10_000,
            0);
    assertThat(percentile(crowded, 0.5)).isGreaterThan(20 * percentile(shared, 0.99));
  }

  @Test
  void whereTheZoneIsIllTheOthersAreAsked() {
    List<Instance> instances = inZones("here", "here", "there", "there");
    fail(instances.get(0).candidate, 5, 0);
    fail(instances.get(1).candidate, 5, 0);
    // Three seconds, in which both are ejected.
    run(new PowerOfTwo(), new Zone("here", 30), instances, 0.1, 300, 0);
    assertThat(instances.get(0).calls + instances.get(1).calls).isZero();
    assertThat(instances.get(2).calls + instances.get(3).calls).isEqualTo(300);
  }

  @Test
  void whoDrainsGetsNothingNewUnlessAllDo() {
    List<Instance> instances = fiveOfWhichOneIsSlow(10);
    instances.get(2).candidate.load().drains(0, DRAINING);
    run(new PowerOfTwo(), instances, 0.2, 2_000, 0);
    assertThat(instances.get(2).calls).isZero();
    assertThat(instances.stream().mapToInt(instance -> instance.calls).sum()).isEqualTo(2_000);
    // Who still answers after its time has not stopped.
    assertThat(instances.get(2).candidate.load().isDraining(Duration.ofSeconds(31).toNanos()))
        .isFalse();
    instances.forEach(instance -> instance.candidate.load().drains(0, DRAINING));
    List<Candidate> all = instances.stream().map(instance -> instance.candidate).toList();
    assertThat(DRAINING.without(all, 1)).isEqualTo(all);
  }

  @Test
  void aKeyFindsAnotherHomeWhileItsOwnDrainsAndComesBack() {
    List<Instance> instances = fiveOfWhichOneIsSlow(10);
    List<Candidate> all = instances.stream().map(instance -> instance.candidate).toList();
    BoundedHash balancer = new BoundedHash(new PowerOfTwo());
    Map<String, String> before = homes(balancer, all);
    instances.getFirst().candidate.load().drains(0, DRAINING);
    Map<String, String> meanwhile = homes(balancer, DRAINING.without(all, 1));
    assertThat(meanwhile.values()).doesNotContain("i1");
    assertThat(homes(balancer, DRAINING.without(all, Duration.ofSeconds(31).toNanos())))
        .isEqualTo(before);
  }
}
