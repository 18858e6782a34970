package dev.orrery.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Postgres refuses to run as root. Where we are root it runs in a user namespace that maps us to
 * nobody and still owns our files; where the kernel forbids that (as in most containers), as user
 * nobody, who may pass through root's directories but owns its own.
 */
final class Unprivileged {

  private static final String NOBODY = "65534";

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final boolean NAMESPACES = ROOT && Commands.succeeds("unshare", "-U", "true");

  private Unprivileged() {}

  static List<String> command(String... command) {
    List<String> unprivileged = new ArrayList<>();
    if (NAMESPACES) {
      unprivileged.addAll(List.of("unshare", "-U"));
    } else if (ROOT) {
      unprivileged.addAll(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override"));
    }
    unprivileged.addAll(List.of(command));
    return List.copyOf(unprivileged);
  }

  /** Makes the directory theirs who run the command. */
  static void own(Path directory) throws IOException {
    if (ROOT && !NAMESPACES) {
      Commands.run(
          directory, Map.of(), List.of("chown", "-R", NOBODY + ":" + NOBODY, directory.toString()));
    }
  }
}
