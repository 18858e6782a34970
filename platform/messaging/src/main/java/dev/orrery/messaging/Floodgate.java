package dev.orrery.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a service may take in more work, by the backlog of the work it has. To be looked at
 * from time to time; between two looks it counts what is let in, and looks by itself before that
 * passes the high mark. Thread-safe.
 */
public final class Floodgate {
  private static final Logger log = LoggerFactory.getLogger(Floodgate.class);

  private final String name;
  private final LongSupplier backlog;
  private volatile GateState state;

  private Floodgate(String name, WaterMarks marks, LongSupplier backlog) {
    this.name = name;
    this.backlog = backlog;
    this.state = GateState.unknown(marks);
  }

  /**
   * An open gate, with its metrics.
   *
   * @param backlog counts the work that waits; called by one thread at a time, it may throw
   */
  public static Floodgate metered(
      String name, WaterMarks marks, LongSupplier backlog, MeterRegistry meters) {
    var gate = new Floodgate(name, marks, backlog);
    Gauge.builder("orrery.flow.closed", gate, it -> it.isClosed() ? 1 : 0)
        .description("1 while no more work is taken in")
        .tag("gate", name)
        .register(meters);
    Gauge.builder("orrery.flow.backlog", gate, it -> it.state.backlog())
        .description("work taken in and not done, as last seen, and what was let in since")
        .tag("gate", name)
        .register(meters);
    return gate;
  }

  public boolean isClosed() {
    return state.closed();
  }

  /** So many have been let in; their work is in the backlog by now. */
  public synchronized void letIn(int more) {
    state = state.letIn(more);
    if (state.mayBeFull()) {
      look();
    }
  }

  /** Asks how long the backlog is, and opens or closes accordingly. */
  public synchronized void look() {
    GateState next;
    try {
      next = state.seen(backlog.getAsLong());
    } catch (RuntimeException e) {
      log.debug("The backlog behind {} cannot be counted", name, e);
      next = state.notSeen();
    }
    if (next.closed() != state.closed()) {
      log.info(
          "{}: {} with a backlog of {}",
          name,
          next.closed() ? "no more is taken in," : "more is taken in again,",
          next.backlog());
    }
    state = next;
  }
}
