package dev.orrery.benchmarks;

import dev.orrery.saga.Saga;
import dev.orrery.saga.SagaBuilder;
import dev.orrery.saga.SagaCommand;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaEngine;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Signal.Replied;
import dev.orrery.saga.Transition;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The saga engine alone, on one thread: transitions a second and bytes allocated by each. A run is
 * a saga from its start to its end; commands and data are shared, so that what is counted is the
 * engine's own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SagaTransitions {
  private static final SagaCommand COMMAND = new SagaCommand("desk", "key", "do it");
  private static final String DATA = "data";
  private static final String YES = "yes";
  private static final Integer NO = 0;

  private final UUID id = new UUID(1, 2);
  private final Instant now = Instant.EPOCH;
  private final SagaDefinition<String> sequence = new Sequence().define(new SagaBuilder<>());
  private final SagaDefinition<String> parallel = new Parallel().define(new SagaBuilder<>());
  private final Replied[] done = {done(0), done(1), done(2), done(3)};
  private final Replied refused = new Replied(Action.DO, 2, NO);
  private final Replied[] undone = {undone(0), undone(1)};

  /** As an order is placed: four steps, one after the other. */
  @Benchmark
  @OperationsPerInvocation(5)
  public Transition<String> placed() {
    return follow(sequence, done[0], done[1], done[2], done[3]);
  }

  /** As an order is rejected when the capture is refused: two steps are undone. */
  @Benchmark
  @OperationsPerInvocation(6)
  public Transition<String> rejected() {
    return follow(sequence, done[0], done[1], refused, undone[1], undone[0]);
  }

  /** Two steps at once, then two at once. */
  @Benchmark
  @OperationsPerInvocation(5)
  public Transition<String> atOnce() {
    return follow(parallel, done[0], done[1], done[2], done[3]);
  }

  private Transition<String> follow(SagaDefinition<String> saga, Replied... replies) {
    Transition<String> transition = SagaEngine.start(saga, id, DATA, now);
    for (Replied reply : replies) {
      transition = SagaEngine.on(saga, transition.state(), reply, now);
    }
    return transition;
  }

  private static Replied done(int step) {
    return new Replied(Action.DO, step, YES);
  }

  private static Replied undone(int step) {
    return new Replied(Action.UNDO, step, YES);
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(SagaTransitions.class.getSimpleName())
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xmx128m", "-XX:+UseSerialGC")
                .build())
        .run();
  }

  private abstract static class Silent implements Saga<String> {
    @Override
    public void completed(String data) {}

    @Override
    public void rolledBack(String data) {}

    @Override
    public void abandoned(String data, String reason) {}
  }

  private static final class Sequence extends Silent {
    @Override
    public SagaDefinition<String> define(SagaBuilder<String> saga) {
      return saga.named("sequence")
          .step("a")
          .send(data -> COMMAND)
          .onReply(String.class)
          .undo(data -> COMMAND)
          .step("b")
          .send(data -> COMMAND)
          .onReply(String.class)
          .undo(data -> COMMAND)
          .pivot("c")
          .send(data -> COMMAND)
          .onReply(String.class)
          .endsIf(Integer.class, (data, refused) -> data)
          .step("d")
          .send(data -> COMMAND)
          .onReply(String.class)
          .build();
    }
  }

  private static final class Parallel extends Silent {
    @Override
    public SagaDefinition<String> define(SagaBuilder<String> saga) {
      return saga.named("parallel")
          .parallel("a")
          .send(data -> COMMAND)
          .onReply(String.class)
          .and("b")
          .send(data -> COMMAND)
          .onReply(String.class)
          .parallel("c")
          .send(data -> COMMAND)
          .onReply(String.class)
          .and("d")
          .send(data -> COMMAND)
          .onReply(String.class)
          .build();
    }
  }
}
