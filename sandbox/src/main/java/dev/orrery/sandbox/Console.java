package dev.orrery.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One line for each server: redrawn in place on a terminal, printed when it is done elsewhere. */
final class Console implements Progress, AutoCloseable {

  private static final int REDRAW_MILLIS = 100;
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  /**
   * @param begun when it was started, or stopped; absent where it ran already
   */
  private record Line(Phase phase, Optional<Instant> begun, Instant changed) {}

  private final PrintStream out;
  private final boolean live;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final ScheduledExecutorService redraw = Executors.newSingleThreadScheduledExecutor();
  private int drawn;

  private Console(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
    if (live) {
      redraw.scheduleAtFixedRate(this::draw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  static Console on(PrintStream out) {
    return new Console(out, System.getenv("ORRERY_TERMINAL") != null);
  }

  @Override
  public synchronized void entered(String server, Phase phase) {
    Instant now = Instant.now();
    Optional<Instant> begun =
        switch (phase) {
          case STARTING, STOPPING -> Optional.of(now);
          case PREPARING -> Optional.empty();
          case READY, STOPPED -> Optional.ofNullable(lines.get(server)).flatMap(Line::begun);
        };
    Line line = new Line(phase, begun, now);
    lines.put(server, line);
    if (!live && (phase == Phase.READY || phase == Phase.STOPPED)) {
      out.println(text(server, line));
    }
  }

  private synchronized void draw() {
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(UP_AND_CLEAR.formatted(drawn));
    }
    lines.forEach(
        (server, line) -> frame.append(text(server, line)).append(System.lineSeparator()));
    drawn = lines.size();
    out.print(frame);
    out.flush();
  }

  private static String text(String server, Line line) {
    boolean finished = line.phase() == Phase.READY || line.phase() == Phase.STOPPED;
    Instant end = finished ? line.changed() : Instant.now();
    String time =
        line.begun()
            .map(begun -> "%5.1f s".formatted(Duration.between(begun, end).toMillis() / 1000.0))
            .orElse(finished ? "(ran already)" : "");
    return "  %-18s %-10s %s"
        .formatted(server, line.phase().toString().toLowerCase(Locale.ROOT), time)
        .stripTrailing();
  }

  @Override
  public void close() {
    redraw.shutdownNow();
    if (live) {
      draw();
    }
  }
}
