package dev.orrery.sandbox.demo;

import dev.orrery.sandbox.Sandbox;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An experiment on a system that runs. It breaks what it breaks for a moment only, and leaves the
 * system as it found it.
 */
public enum Demo {
  SAGA_CONFIRM("one order, step by step, to its end", SagaDemos::confirm),
  SAGA_COMPENSATE("a card is refused, and what was reserved is released", SagaDemos::compensate),
  KILL_PAYMENT("payment-service dies while orders are placed", OutageDemos::killPayment),
  BREAKER("a service hangs, and the gateway stops asking it for a while", GuardDemos::breaker),
  BULKHEAD("a service hangs, and can hold only so much of the gateway", GuardDemos::bulkhead);

  private final String about;
  private final Consumer<Stage> experiment;

  Demo(String about, Consumer<Stage> experiment) {
    this.about = about;
    this.experiment = experiment;
  }

  public static Optional<Demo> named(String name) {
    return Arrays.stream(values()).filter(demo -> demo.toString().equals(name)).findFirst();
  }

  /** One line on what it shows. */
  public String about() {
    return about;
  }

  /**
   * @param told what happens, line by line
   * @throws AssertionError where the system does not do what is shown
   */
  public void run(Sandbox sandbox, Consumer<String> told) {
    experiment.accept(new Stage(sandbox, told));
  }

  /** Its name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
