package dev.orrery.sandbox.provider;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The command line: {@code --port=28090 --journal=PATH [--address=127.0.0.1]}. */
record Options(InetSocketAddress address, Path journal) {
  private static final Set<String> NAMES = Set.of("port", "journal", "address");

  /**
   * @throws IllegalArgumentException with a sentence for the one who typed it
   */
  static Options parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (!arg.startsWith("--") || equals < 0 || !NAMES.contains(arg.substring(2, equals))) {
        throw new IllegalArgumentException(
            "'" + arg + "' is not one of --port=NUMBER, --journal=PATH and --address=ADDRESS.");
      }
      given.put(arg.substring(2, equals), arg.substring(equals + 1));
    }
    if (given.getOrDefault("journal", "").isBlank()) {
      throw new IllegalArgumentException("--journal=PATH is missing: where the book is kept.");
    }
    InetSocketAddress address =
        new InetSocketAddress(
            given.getOrDefault("address", "127.0.0.1"), port(given.getOrDefault("port", "28090")));
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "--address=" + given.get("address") + " is not an address of this machine.");
    }
    return new Options(address, Path.of(given.get("journal")));
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--port=" + value + " is not a number.", e);
    }
    throw new IllegalArgumentException("--port=" + value + " is not between 0 and 65535.");
  }
}
