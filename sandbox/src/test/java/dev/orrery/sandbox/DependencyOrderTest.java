package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DependencyOrderTest {

  private final DependencyOrder order =
      new DependencyOrder(
          Map.of(
              "roof",
              Set.of("wall", "gable"),
              "wall",
              Set.of("ground"),
              "gable",
              Set.of("ground"),
              "ground",
              Set.of()));

  @Test
  void whatIsNeededComesFirstAndReversedLast() {
    List<String> up = Collections.synchronizedList(new ArrayList<>());
    List<String> down = Collections.synchronizedList(new ArrayList<>());
    order.forEach(up::add);
    order.reversed().forEach(down::add);
    assertThat(up).hasSize(4).startsWith("ground").endsWith("roof");
    assertThat(down).hasSize(4).startsWith("roof").endsWith("ground");
  }

  @Test
  void theIndependentGoOnAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    order.forEach(name -> {
      if (name.equals("wall") || name.equals("gable")) {
        both.countDown();
        await(both);
      }
    });
    assertThat(both.getCount()).isZero();
  }

  @Test
  void afterAFailureNothingMoreIsBegunAndTheOthersAreInterrupted() {
    List<String> begun = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gableGoesOn = new CountDownLatch(1);
    assertThatThrownBy(() ->
            order.forEach(name -> {
              begun.add(name);
              if (name.equals("gable")) {
                gableGoesOn.countDown();
                await(new CountDownLatch(1));
              }
              if (name.equals("wall")) {
                await(gableGoesOn);
                throw new SandboxException("It fell.");
              }
            }))
        .hasMessage("It fell.");
    assertThat(begun).doesNotContain("roof");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted.", e);
    }
  }
}
