package dev.orrery.sandbox;

import java.util.List;

/**
 * One service using a server: what becomes a link where links can fail.
 *
 * @param service who connects
 * @param server who listens
 */
record Uses(String service, String server) {

  static final List<Uses> ALL =
      List.of(
          new Uses("order-service", "kafka"),
          new Uses("order-service", "postgres"),
          new Uses("order-service", "inventory-service"),
          new Uses("inventory-service", "kafka"),
          new Uses("inventory-service", "postgres"),
          new Uses("inventory-service", "redis"),
          new Uses("payment-service", "kafka"),
          new Uses("payment-service", "postgres"),
          new Uses("payment-service", "provider"));

  String link() {
    return service + ":" + server;
  }

  /** The name of the port the service connects to instead of the server's own. */
  String port() {
    return service + "-to-" + server;
  }

  /**
   * The name of the port the link leads to. A broker tells its clients where to come back to, so
   * each of those that come through a link has a listener of its own. A service asks another by
   * gRPC; where there are several of that other, the link leads to the first.
   */
  String target() {
    return switch (server) {
      case "kafka" -> Kafka.listenerOf(service);
      case "inventory-service" -> "inventory-service-grpc";
      default -> server;
    };
  }
}
