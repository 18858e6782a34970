package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.chaos.Chaos;
import dev.orrery.sandbox.chaos.Outcome;
import dev.orrery.sandbox.chaos.Plan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./orrery chaos}, which has other seeds and more orders. */
class ChaosIT {
  private static final Plan PLAN = new Plan(500, 10, Duration.ofSeconds(4), 1609);

  @Test
  void allInvariantsHoldWhateverBreaks() {
    Sandbox sandbox = Deployment.current().sandbox();
    sandbox.start();

    Outcome outcome = new Chaos(sandbox, PLAN, System.out::println).run();

    assertThat(outcome.isWell()).as(outcome.report()).isTrue();
    assertThat(outcome.faults()).hasSizeGreaterThan(5);
  }
}
