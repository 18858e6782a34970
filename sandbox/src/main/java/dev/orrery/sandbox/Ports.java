package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where each server listens, by name; always on 127.0.0.1. */
record Ports(Map<String, Integer> numbers) {

  private static final String VARIABLE = "ORRERY_PORT_";

  private static final Map<String, Integer> USUAL =
      Map.ofEntries(
          Map.entry("gateway", 8080),
          Map.entry("discovery", 28761),
          Map.entry("order-service", 28081),
          Map.entry("inventory-service", 28082),
          Map.entry("payment-service", 28083),
          Map.entry("inventory-service-grpc", 28092),
          Map.entry("provider", 28090),
          Map.entry("kafka", 29092),
          Map.entry("kafka-controller", 29093),
          Map.entry("postgres", 25432),
          Map.entry("redis", 26379),
          Map.entry("zipkin", 29411),
          Map.entry("order-service-2", 28181),
          Map.entry("inventory-service-2", 28182),
          Map.entry("payment-service-2", 28183),
          Map.entry("inventory-service-2-grpc", 28192),
          Map.entry("links", 28070),
          Map.entry("order-service-to-kafka", 28071),
          Map.entry("order-service-to-postgres", 28072),
          Map.entry("inventory-service-to-kafka", 28073),
          Map.entry("inventory-service-to-postgres", 28074),
          Map.entry("payment-service-to-kafka", 28075),
          Map.entry("payment-service-to-postgres", 28076),
          Map.entry("payment-service-to-provider", 28077),
          Map.entry("inventory-service-to-redis", 28078),
          Map.entry("order-service-to-inventory-service", 28079),
          Map.entry("kafka-for-order-service", 29094),
          Map.entry("kafka-for-inventory-service", 29095),
          Map.entry("kafka-for-payment-service", 29096));

  /** The usual ones, but for those that {@code ORRERY_PORT_<NAME>} moves. */
  static Ports usual(Map<String, String> environment) {
    return moved(USUAL, environment);
  }

  /** Those of the last start, unless moved. */
  static Ports inUse(Path saved, Map<String, String> environment) {
    Map<String, Integer> numbers = new TreeMap<>(USUAL);
    try {
      for (String line : Files.exists(saved) ? Files.readAllLines(saved) : List.<String>of()) {
        int equals = line.indexOf('=');
        numbers.replace(line.substring(0, equals), Integer.valueOf(line.substring(equals + 1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + saved, e);
    }
    return moved(numbers, environment);
  }

  void save(Path file) {
    try {
      Files.writeString(
          file,
          numbers.entrySet().stream()
              .map(port -> port.getKey() + "=" + port.getValue() + "\n")
              .sorted()
              .collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write " + file, e);
    }
  }

  private static Ports moved(Map<String, Integer> from, Map<String, String> environment) {
    Map<String, Integer> numbers = new TreeMap<>(from);
    environment.forEach((variable, value) -> {
      if (variable.startsWith(VARIABLE)) {
        numbers.put(nameIn(variable), parse(variable, value));
      }
    });
    Map<Integer, String> byNumber = new LinkedHashMap<>();
    numbers.forEach((name, number) -> {
      String other = byNumber.put(number, name);
      if (other != null) {
        throw new UsageException(
            "%s and %s cannot both have port %d; %s moves one of them."
                .formatted(other, name, number, variable(name)));
      }
    });
    return new Ports(numbers);
  }

  /** Free ones, for a system beside others on this machine. */
  static Ports free() {
    // All are held until the last is known, so that none is given twice.
    Map<String, ServerSocket> sockets = new LinkedHashMap<>();
    try {
      for (String name : USUAL.keySet()) {
        sockets.put(name, new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return new Ports(
          sockets.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, socket -> socket.getValue().getLocalPort())));
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    } finally {
      sockets.values().forEach(Ports::close);
    }
  }

  static int oneFree() {
    return free().of("kafka");
  }

  int of(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("No port of " + name);
    }
    return number;
  }

  Map<String, Integer> among(String... names) {
    return Stream.of(names).collect(Collectors.toMap(Function.identity(), this::of));
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** The environment variable that moves a server's port. */
  static String variable(String name) {
    return VARIABLE + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String nameIn(String variable) {
    return USUAL.keySet().stream()
        .filter(name -> variable(name).equals(variable))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "%s names nothing; there are %s."
                    .formatted(
                        variable,
                        USUAL.keySet().stream()
                            .map(Ports::variable)
                            .sorted()
                            .collect(Collectors.joining(", ")))));
  }

  private static int parse(String variable, String value) {
    if (value.matches("[0-9]{1,5}")) {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= 65_535) {
        return number;
      }
    }
    throw new UsageException(
        "%s=%s is no port: a number from 1 to 65535 is.".formatted(variable, value));
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
