package dev.orrery.sandbox;

import dev.orrery.sandbox.chaos.Chaos;
import dev.orrery.sandbox.chaos.Outcome;
import dev.orrery.sandbox.chaos.Plan;
import dev.orrery.sandbox.demo.Demo;
import dev.orrery.sandbox.shop.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/** What {@code ./orrery} does with the running system; the script does the rest. */
final class Cli {

  private static final Set<String> ON_ONE = Set.of("start", "stop", "kill", "pause", "resume");

  /** The faults of processes, which may be told as those of links are. */
  private static final Set<String> FAULTS_OF_ONE = Set.of("kill", "pause", "resume");

  private final State state;
  private final Programs programs;
  private final Map<String, String> environment;
  private final PrintStream out;

  private Cli(State state, Programs programs, Map<String, String> environment, PrintStream out) {
    this.state = state;
    this.programs = programs;
    this.environment = environment;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    try {
      Path root = Repository.find().root();
      State state = new State(root.resolve(".orrery")).created();
      return new Cli(state, new Programs(root), System.getenv(), System.out).execute(arguments);
    } catch (UsageException e) {
      System.err.println("orrery: " + e.getMessage());
      return 2;
    } catch (SandboxException e) {
      System.err.println("orrery: " + e.getMessage());
      return 1;
    } catch (IOException | UncheckedIOException e) {
      System.err.println("orrery: " + e.getMessage());
      return 1;
    }
  }

  private int execute(List<String> typed) throws IOException {
    List<String> arguments = isFaultOfOne(typed) ? typed.subList(1, typed.size()) : typed;
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    if (command.equals("status") && rest.isEmpty()) {
      return StatusTable.print(sandbox().status(), out) ? 0 : 1;
    }
    if (command.equals("token") && rest.size() <= 1) {
      out.println(token(rest.isEmpty() ? "customer" : rest.getFirst()));
      return 0;
    }
    if (command.equals("fault")) {
      new FaultCommand(sandbox(), out).run(rest);
      return 0;
    }
    if (command.equals("demo") && rest.isEmpty()) {
      listDemos();
      return 0;
    }
    try (Lock _ = Lock.take(state)) {
      if (command.equals("up")) {
        up(UpOptions.parse(rest));
      } else if (command.equals("chaos")) {
        return chaos(Plan.parse(rest)) ? 0 : 1;
      } else if (command.equals("demo") && rest.size() == 1) {
        demo(rest.getFirst());
      } else if (command.equals("down") && rest.isEmpty()) {
        down();
      } else if (ON_ONE.contains(command) && rest.size() == 1) {
        onOne(command, rest.getFirst());
      } else {
        throw new UsageException(
            "'" + String.join(" ", arguments) + "' is no command; see ./orrery help.");
      }
    }
    // Without the lock: the system is there to be used and broken meanwhile.
    if (command.equals("up")) {
      learnToStartFaster();
    }
    return 0;
  }

  private static boolean isFaultOfOne(List<String> arguments) {
    return arguments.size() > 1
        && arguments.getFirst().equals("fault")
        && FAULTS_OF_ONE.contains(arguments.get(1));
  }

  private String token(String who) {
    Tokens tokens = new Tokens(sandbox());
    try {
      return switch (who) {
        case "customer" -> tokens.customer();
        case "operator" -> tokens.operator();
        default -> tokens.customer(UUID.fromString(who));
      };
    } catch (IllegalArgumentException _) {
      throw new UsageException("'" + who + "' is neither operator, customer nor a customer's id.");
    } catch (UncheckedIOException e) {
      throw new SandboxException(
          "The issuer of tokens does not answer; './orrery up' starts it.", e);
    }
  }

  private void learnToStartFaster() {
    Sandbox sandbox = sandbox();
    if (sandbox.canStartFaster()) {
      out.println(
          """

          Once for each new version: learning to start faster next time. Everything runs meanwhile,
          and goes on if you do not wait (Ctrl-C).\
          """);
      sandbox.learnToStartFaster(name -> out.println("  " + name));
    }
  }

  private void down() {
    try (Console console = Console.on(out)) {
      sandbox().stop(console);
    }
    out.println("Everything is stopped; the data stays in " + state.data() + ".");
  }

  /** On the system as it runs, or one that is started for it. */
  private boolean chaos(Plan plan) {
    Shape shape = Shape.load(state.shape()).withLinks();
    up(new UpOptions(false, shape));
    Sandbox sandbox = sandbox();
    try (Relief _ = Relief.of(sandbox)) {
      Outcome outcome = new Chaos(sandbox, plan, out::println).run();
      out.println(outcome.report());
      return outcome.isWell();
    }
  }

  private void listDemos() {
    for (Demo demo : Demo.values()) {
      out.printf("  ./orrery demo %-18s %s%n", demo, demo.about());
    }
  }

  /** On the system as it runs, or one that is started for it. */
  private void demo(String name) {
    Demo demo =
        Demo.named(name)
            .orElseThrow(() ->
                new UsageException(
                    "There is no demo '%s'; ./orrery demo lists them.".formatted(name)));
    Sandbox sandbox = sandbox();
    if (!sandbox.names().stream().allMatch(sandbox::isRunning)) {
      up(new UpOptions(false, Shape.load(state.shape())));
      sandbox = sandbox();
    }
    demo(demo, sandbox);
  }

  private void demo(Demo demo, Sandbox sandbox) {
    try (Relief _ = Relief.of(sandbox)) {
      demo.run(sandbox, out::println);
    } catch (AssertionError | ConditionTimeoutException e) {
      throw new SandboxException("%s did not go as it should: %s".formatted(demo, e.getMessage()));
    }
  }

  private void up(UpOptions options) {
    new Up(state, programs, environment, out).run(options);
  }

  private void onOne(String command, String name) {
    Sandbox sandbox = sandbox();
    boolean running = sandbox.isRunning(name);
    if (!running && !command.equals("start")) {
      throw new SandboxException(name + " does not run.");
    }
    switch (command) {
      case "start" -> sandbox.start(name);
      case "stop" -> sandbox.stop(name);
      case "kill" -> sandbox.kill(name);
      case "pause" -> sandbox.pause(name);
      case "resume" -> sandbox.resume(name);
      default -> throw new IllegalArgumentException(command);
    }
    out.println(
        switch (command) {
          case "start" -> name + " is ready.";
          case "stop" -> name + " is stopped.";
          case "kill" ->
              name
                  + " is dead (SIGKILL). './orrery up' or './orrery start "
                  + name
                  + "' brings it back.";
          case "pause" ->
              name + " is frozen (SIGSTOP). './orrery resume " + name + "' lets it go on.";
          default -> name + " goes on.";
        });
  }

  private Sandbox sandbox() {
    return Sandbox.kept(state, Ports.inUse(state.ports(), environment), programs);
  }
}
