package dev.orrery.sandbox;

import dev.orrery.sandbox.link.Conditions;
import dev.orrery.sandbox.link.Links;
import dev.orrery.sandbox.link.Way;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** {@code ./orrery fault ...}: says what a link is to do, or how all are. */
final class FaultCommand {

  private static final String USAGE =
      "'fault list', 'fault cut LINK', 'fault delay LINK MS', 'fault stall LINK', 'fault heal [LINK]'"
          + " and 'fault kill|pause|resume NAME' are.";

  private final Sandbox sandbox;
  private final PrintStream out;

  FaultCommand(Sandbox sandbox, PrintStream out) {
    this.sandbox = sandbox;
    this.out = out;
  }

  void run(List<String> arguments) {
    FaultyLinks links = sandbox.links();
    String verb = arguments.isEmpty() ? "" : arguments.getFirst();
    switch (verb + "/" + arguments.size()) {
      case "list/1" -> list(links.all());
      case "cut/2" -> links.cut(link(arguments));
      case "stall/2" -> links.stall(link(arguments));
      case "delay/3" -> links.delay(link(arguments), latency(arguments.get(2)));
      case "heal/2" -> links.heal(link(arguments));
      case "heal/1" -> links.healAll();
      default ->
          throw new UsageException(
              "'fault " + String.join(" ", arguments) + "' is no command; " + USAGE);
    }
  }

  private static String link(List<String> arguments) {
    String link = arguments.get(1);
    if (Uses.ALL.stream().noneMatch(uses -> uses.link().equals(link))) {
      throw new UsageException(
          "There is no link '%s'; there are %s."
              .formatted(link, String.join(", ", Uses.ALL.stream().map(Uses::link).toList())));
    }
    return link;
  }

  private static Duration latency(String text) {
    try {
      return Duration.ofMillis(Way.late(Long.parseLong(text)).latencyMillis());
    } catch (NumberFormatException e) {
      throw new UsageException("'" + text + "' is no number of milliseconds.");
    } catch (IllegalArgumentException e) {
      throw new UsageException("'" + text + "' ms is no delay: 0 to 60000 are.");
    }
  }

  private void list(Links links) {
    links
        .links()
        .forEach(link ->
            out.printf(
                "%-28s %-12s %3d connections%n",
                link.name(), described(link.conditions()), link.connections()));
  }

  private static String described(Conditions conditions) {
    if (conditions.cut()) {
      return "cut";
    }
    if (conditions.upstream().stalled() || conditions.downstream().stalled()) {
      return "stalled";
    }
    long late = conditions.upstream().latencyMillis() + conditions.downstream().latencyMillis();
    return late > 0 ? "+" + late + " ms" : "well";
  }
}
