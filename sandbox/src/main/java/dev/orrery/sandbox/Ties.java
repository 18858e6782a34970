package dev.orrery.sandbox;

import java.util.List;

/** What ties a server's process to ours: nothing, or our life. */
interface Ties {

  /** Goes before the command. */
  List<String> prefix();

  void hold(ServerProcess process);

  /** It lives on after us, after Ctrl-C and after the terminal is closed. */
  static Ties none() {
    List<String> prefix =
        Commands.succeeds("setsid", "true")
            ? List.of("setsid")
            : List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    return new Ties() {
      @Override
      public List<String> prefix() {
        return prefix;
      }

      @Override
      public void hold(ServerProcess process) {
        // Free.
      }
    };
  }

  static Ties life(Lifeline lifeline) {
    return new Ties() {
      @Override
      public List<String> prefix() {
        return List.of();
      }

      @Override
      public void hold(ServerProcess process) {
        lifeline.hold(process);
      }
    };
  }
}
