package dev.orrery.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.orrery.sandbox.link.LinkProxy;
import dev.orrery.sandbox.provider.ProviderSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * The system as it runs on one machine: the architecture diagram, to be read from the top.
 *
 * <pre>
 *                     gateway ─── discovery
 *          ┌─────────────┼──────────────┐
 *    order-service  inventory-service  payment-service ─── provider
 *          └─────────────┼──────────────┘
 *          postgres · kafka · redis · zipkin
 * </pre>
 *
 * <p>Where links can fail, what services use of the last row and of the provider they reach through
 * one more process, which is {@link Uses link by link} in between.
 */
final class Topology {

  /** Compiled for the long run. */
  private static final List<String> LONG_RUN = List.of("-XX:+UseSerialGC");

  /** Compiled for a quick start and little memory. */
  private static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final Programs programs;
  private final Path data;
  private final Ports ports;
  private final Shape shape;

  Topology(Programs programs, Path data, Ports ports, Shape shape) {
    this.programs = programs;
    this.data = data;
    this.ports = ports;
    this.shape = shape;
  }

  List<Server> servers() {
    List<Server> all = new ArrayList<>(infrastructure());
    if (shape.links()) {
      all.add(links());
    }
    all.add(service("discovery", jvm("96m", QUICK_START), Set.of(), issuer()));
    for (int number = 1; number <= shape.replicas(); number++) {
      all.addAll(services(number));
    }
    all.add(service("gateway", jvm("192m", LONG_RUN), Set.of("discovery"), Map.of()));
    return List.copyOf(all);
  }

  private List<Server> infrastructure() {
    return List.of(
        new Postgres(
            programs,
            data.resolve("postgres"),
            ports.of("postgres"),
            List.of("orders", "inventory", "payments")),
        new Kafka(
            programs,
            data.resolve("kafka"),
            ports.of("kafka"),
            ports.of("kafka-controller"),
            listeners(),
            jvm("256m", LONG_RUN)),
        new Redis(programs, data.resolve("redis"), ports.of("redis")),
        new JavaServer(
            "zipkin",
            programs::zipkin,
            temporary("zipkin"),
            ports.of("zipkin"),
            ports.among("zipkin"),
            Set.of(),
            jvm("256m", QUICK_START),
            List.of(
                "--server.port=" + ports.of("zipkin"),
                "--server.address=127.0.0.1",
                // What fits: more would leave it no time but for collecting garbage.
                "--zipkin.storage.mem.max-spans=25000",
                "--logging.level.root=WARN"),
            Map.of(),
            http("zipkin", "/health")),
        new JavaServer(
            "provider",
            () ->
                programs.own(
                    ProviderSimulator.class,
                    JsonMapper.class,
                    JsonParser.class,
                    JsonProperty.class),
            temporary("provider"),
            ports.of("provider"),
            ports.among("provider"),
            Set.of(),
            jvm("96m", QUICK_START),
            List.of(
                "--port=" + ports.of("provider"),
                "--journal=" + data.resolve("provider/book.jsonl")),
            Map.of(),
            http("provider", "/v1/book/summary")));
  }

  /** One of each; all that are of a kind share a database and its links. */
  private List<Server> services(int number) {
    return List.of(
        service(
            "inventory-service",
            number,
            jvm("256m", LONG_RUN),
            Set.of("postgres", "kafka", "discovery"),
            with(database("inventory-service", "inventory"), rpc("inventory-service", number))),
        service(
            "payment-service",
            number,
            jvm("256m", LONG_RUN),
            Set.of("postgres", "kafka", "discovery", "provider"),
            database("payment-service", "payments")),
        service(
            "order-service",
            number,
            jvm("256m", LONG_RUN),
            Set.of("postgres", "kafka", "discovery"),
            database("order-service", "orders")));
  }

  private JavaServer service(
      String name, List<String> jvmOptions, Set<String> needs, Map<String, String> environment) {
    return service(name, 1, jvmOptions, needs, environment);
  }

  private JavaServer service(
      String kind,
      int number,
      List<String> jvmOptions,
      Set<String> needs,
      Map<String, String> environment) {
    String name = instance(kind, number);
    return new JavaServer(
        name,
        () -> programs.service(kind),
        temporary(name),
        ports.of(name),
        listening(name),
        needing(needs),
        jvmOptions,
        List.of(),
        with(
            environment,
            Map.of(
                "SERVER_ADDRESS",
                "127.0.0.1",
                "SERVER_PORT",
                Integer.toString(ports.of(name)),
                "EUREKA_CLIENT_SERVICEURL_DEFAULTZONE",
                http("discovery", "/eureka/").toString(),
                "SPRING_KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + reached(kind, "kafka"),
                "ORRERY_REDIS_URL",
                "redis://127.0.0.1:" + reached(kind, "redis"),
                "ORRERY_SECURITY_ISSUER",
                http("discovery", "").toString(),
                "ORRERY_PROVIDER_URL",
                "http://127.0.0.1:" + reached(kind, "provider"),
                "ORRERY_TELEMETRY_ZIPKIN_ENDPOINT",
                http("zipkin", "/api/v2/spans").toString())),
        http(name, "/actuator/health/readiness"));
  }

  private Server links() {
    return new JavaServer(
        "links",
        () -> programs.own(LinkProxy.class, JsonMapper.class, JsonParser.class, JsonProperty.class),
        temporary("links"),
        ports.of("links"),
        ports.among(
            Stream.concat(Stream.of("links"), Uses.ALL.stream().map(Uses::port))
                .toArray(String[]::new)),
        Set.of(),
        jvm("96m", LONG_RUN),
        Stream.concat(
                Stream.of(Integer.toString(ports.of("links"))), Uses.ALL.stream().map(this::route))
            .toList(),
        Map.of(),
        http("links", "/links"));
  }

  private String route(Uses uses) {
    return "%s=%d:%d".formatted(uses.link(), ports.of(uses.port()), ports.of(uses.target()));
  }

  private List<Kafka.Listener> listeners() {
    return Uses.ALL.stream()
        .filter(uses -> shape.links() && uses.server().equals("kafka"))
        .map(uses ->
            new Kafka.Listener(uses.service(), ports.of(uses.target()), ports.of(uses.port())))
        .toList();
  }

  /** The port by which a service comes to a server. */
  private int reached(String service, String server) {
    Uses uses = new Uses(service, server);
    return ports.of(shape.links() && Uses.ALL.contains(uses) ? uses.port() : server);
  }

  private Set<String> needing(Set<String> needs) {
    return shape.links()
        ? Stream.concat(needs.stream(), Stream.of("links")).collect(Collectors.toSet())
        : needs;
  }

  private Map<String, String> database(String service, String name) {
    return Map.of(
        "SPRING_DATASOURCE_URL",
        "jdbc:postgresql://127.0.0.1:" + reached(service, "postgres") + "/" + name,
        "SPRING_DATASOURCE_USERNAME",
        Postgres.USER,
        "SPRING_DATASOURCE_PASSWORD",
        Postgres.PASSWORD);
  }

  /** Where an instance serves gRPC, and where others are told that it does. */
  private Map<String, String> rpc(String kind, int number) {
    String port = instance(kind, number) + "-grpc";
    Uses uses = new Uses("order-service", kind);
    return Map.of(
        "SPRING_GRPC_SERVER_PORT",
        Integer.toString(ports.of(port)),
        "EUREKA_INSTANCE_METADATAMAP_GRPC",
        Integer.toString(ports.of(shape.links() && number == 1 ? uses.port() : port)));
  }

  private Map<String, Integer> listening(String name) {
    return name.startsWith("inventory-service")
        ? ports.among(name, name + "-grpc")
        : ports.among(name);
  }

  private static String instance(String kind, int number) {
    return number == 1 ? kind : kind + "-" + number;
  }

  private Map<String, String> issuer() {
    return Map.of(
        "ORRERY_ISSUER_ENABLED",
        "true",
        "ORRERY_ISSUER_URL",
        http("discovery", "").toString(),
        "ORRERY_ISSUER_KEY",
        data.resolve("issuer/key.json").toString());
  }

  private Path temporary(String name) {
    return data.resolveSibling("tmp").resolve(name);
  }

  private static List<String> jvm(String heap, List<String> kind) {
    return Stream.concat(Stream.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"), kind.stream())
        .toList();
  }

  private URI http(String name, String path) {
    return URI.create("http://127.0.0.1:" + ports.of(name) + path);
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(some);
    all.putAll(others);
    return Map.copyOf(all);
  }
}
