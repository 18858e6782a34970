package dev.orrery.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** From whatever runs to everything runs, proven by an order; or, where that fails, back. */
final class Up {

  private final State state;
  private final Programs programs;
  private final Map<String, String> environment;
  private final PrintStream out;

  Up(State state, Programs programs, Map<String, String> environment, PrintStream out) {
    this.state = state;
    this.programs = programs;
    this.environment = environment;
    this.out = out;
  }

  void run(UpOptions options) {
    Instant begin = Instant.now();
    if (options.fresh()) {
      Sandbox.kept(state, Ports.inUse(state.ports(), Map.of()), programs).close();
      state.forget();
    }
    Ports ports = ports();
    reshape(options.shape());
    Sandbox sandbox = Sandbox.kept(state, ports, programs);
    AtomicBoolean settled = new AtomicBoolean();
    // Ctrl-C, or the terminal is closed: what was begun is taken back.
    Thread retreat =
        new Thread(() -> {
          if (!settled.get()) {
            sandbox.giveUp();
          }
        });
    Runtime.getRuntime().addShutdownHook(retreat);
    try {
      ports.save(state.ports());
      try (Console console = Console.on(out)) {
        sandbox.start(console);
      }
      FirstOrder order = FirstOrder.place(sandbox.uri("gateway"), Duration.ofMinutes(1));
      settled.set(true);
      programs.prune();
      out.print(Welcome.text(sandbox, order, Duration.between(begin, Instant.now())));
    } catch (RuntimeException e) {
      sandbox.giveUp();
      settled.set(true);
      throw e;
    }
  }

  /** Stops what is no part of the new shape. */
  private void reshape(Shape shape) {
    Sandbox before = Sandbox.kept(state, Ports.inUse(state.ports(), Map.of()), programs);
    shape.save(state.shape());
    Sandbox now = Sandbox.kept(state, Ports.inUse(state.ports(), Map.of()), programs);
    before.names().stream().filter(name -> !now.names().contains(name)).forEach(before::stop);
  }

  /** While something runs it stays where it is, unless it is told to move. */
  private Ports ports() {
    Ports last = Ports.inUse(state.ports(), Map.of());
    Sandbox running = Sandbox.kept(state, last, programs);
    boolean runs = running.names().stream().anyMatch(running::isRunning);
    return runs ? Ports.inUse(state.ports(), environment) : Ports.usual(environment);
  }
}
