package dev.orrery.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FloodgateTest {
  private static final WaterMarks MARKS = new WaterMarks(100, 40);

  private final AtomicLong backlog = new AtomicLong();
  private boolean countable = true;
  private final Floodgate gate =
      Floodgate.metered("test", MARKS, this::count, new SimpleMeterRegistry());

  private long count() {
    if (!countable) {
      throw new IllegalStateException("the database is away");
    }
    return backlog.get();
  }

  @Example
  void closesAtTheHighMarkAndOpensAtTheLowOne() {
    backlog.set(99);
    gate.look();
    assertThat(gate.isClosed()).isFalse();
    backlog.set(100);
    gate.look();
    assertThat(gate.isClosed()).isTrue();
    backlog.set(41);
    gate.look();
    assertThat(gate.isClosed()).isTrue();
    backlog.set(40);
    gate.look();
    assertThat(gate.isClosed()).isFalse();
    backlog.set(99);
    gate.look();
    assertThat(gate.isClosed()).isFalse();
  }

  @Example
  void whatMayBeFullAndCannotBeCountedIsFull() {
    countable = false;
    gate.letIn(99);
    gate.look();
    assertThat(gate.isClosed()).isFalse();
    gate.letIn(1);
    assertThat(gate.isClosed()).isTrue();
    gate.look();
    assertThat(gate.isClosed()).isTrue();
    countable = true;
    gate.look();
    assertThat(gate.isClosed()).isFalse();
  }

  /** However work comes and goes: who asks before each batch exceeds the mark by one batch. */
  @Property
  void neverMoreThanOneBatchAboveTheHighMark(
      @ForAll @Size(max = 200) List<@IntRange(min = -50, max = 50) Integer> steps) {
    for (int step : steps) {
      if (step < 0) {
        backlog.set(Math.max(0, backlog.get() + step));
        if (step % 2 == 0) {
          gate.look();
        }
      } else if (!gate.isClosed()) {
        assertThat(backlog.get()).isLessThan(MARKS.high());
        backlog.addAndGet(step);
        gate.letIn(step);
      }
      assertThat(backlog.get()).isLessThan(MARKS.high() + 50);
    }
  }

  /** What is closed opens once its work is done, whatever came before. */
  @Property
  void opensWhenTheWorkIsDone(@ForAll @IntRange(max = 100_000) int let) {
    backlog.set(let);
    gate.letIn(let);
    backlog.set(0);
    gate.look();
    assertThat(gate.isClosed()).isFalse();
  }

  @Property
  void betweenTheMarksNothingChanges(
      @ForAll boolean stopped, @ForAll @IntRange(min = 41, max = 99) int size) {
    assertThat(MARKS.stopped(stopped, size)).isEqualTo(stopped);
  }

  @Example
  void marksThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new WaterMarks(10, 10)).hasMessageContaining("0 <= low < high");
    assertThatThrownBy(() -> new WaterMarks(10, -1)).hasMessageContaining("0 <= low < high");
  }
}
