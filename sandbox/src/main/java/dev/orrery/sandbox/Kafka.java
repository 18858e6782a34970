package dev.orrery.sandbox;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A KRaft broker that is its own controller. Topics are created by those who own them, never by
 * accident.
 */
record Kafka(
    Programs programs,
    Path directory,
    int port,
    int controllerPort,
    List<Listener> more,
    List<String> jvmOptions)
    implements Server {

  /**
   * For clients that are not to come back by the usual port.
   *
   * @param client who it is for
   * @param advertised the port of this machine they are told to come back to
   */
  record Listener(String client, int port, int advertised) {

    String name() {
      return client.toUpperCase(Locale.ROOT).replace('-', '_');
    }
  }

  private static final String CLUSTER = "orrerySandboxCluster00";

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Map<String, Integer> ports() {
    Map<String, Integer> ports =
        new TreeMap<>(Map.of("kafka", port, "kafka-controller", controllerPort));
    more.forEach(listener -> ports.put(listenerOf(listener.client()), listener.port()));
    return ports;
  }

  /** The name of the port of a client's own listener. */
  static String listenerOf(String client) {
    return "kafka-for-" + client;
  }

  @Override
  public void prepare() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(properties(), configuration(data));
    if (!Files.exists(data.resolve("meta.properties"))) {
      Commands.run(
          directory,
          Map.of(),
          java(
              List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
              "kafka.tools.StorageTool",
              "format",
              "--ignore-formatted",
              "-t",
              CLUSTER,
              "-c",
              properties().toString()));
    }
  }

  @Override
  public List<String> command() {
    List<String> command =
        new ArrayList<>(java(jvmOptions, "kafka.Kafka", properties().toString()));
    // On the command line, which says whether a running broker is the one that is wanted.
    if (!more.isEmpty()) {
      override(command, "listeners", listeners());
      override(command, "advertised.listeners", advertised());
      override(command, "listener.security.protocol.map", protocols());
    }
    return List.copyOf(command);
  }

  private static void override(List<String> command, String property, String value) {
    command.addAll(List.of("--override", property + "=" + value));
  }

  private String listeners() {
    return "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort)
        + of(more, it -> ",%s://127.0.0.1:%d".formatted(it.name(), it.port()));
  }

  private String advertised() {
    return "PLAINTEXT://127.0.0.1:%d".formatted(port)
        + of(more, it -> ",%s://127.0.0.1:%d".formatted(it.name(), it.advertised()));
  }

  private String protocols() {
    return "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
        + of(more, it -> "," + it.name() + ":PLAINTEXT");
  }

  private static String of(List<Listener> listeners, Function<Listener, String> text) {
    return listeners.stream().map(text).collect(Collectors.joining());
  }

  private List<String> java(List<String> options, String... program) {
    List<String> command = new ArrayList<>();
    command.add(Jvm.executable());
    command.addAll(options);
    command.addAll(List.of("-cp", programs.kafka() + "/*"));
    command.addAll(List.of(program));
    return List.copyOf(command);
  }

  private Path properties() {
    return directory.resolve("server.properties");
  }

  private String configuration(Path data) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%2$d
    listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
    advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
    listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
    controller.listener.names=CONTROLLER
    log.dirs=%3$s

    auto.create.topics.enable=false
    num.partitions=6
    offsets.topic.replication.factor=1
    offsets.topic.num.partitions=6
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    transaction.state.log.num.partitions=6
    share.coordinator.state.topic.replication.factor=1
    share.coordinator.state.topic.min.isr=1
    share.coordinator.state.topic.num.partitions=1

    # A killed consumer, or this broker itself, is missed within seconds.
    group.initial.rebalance.delay.ms=0
    group.min.session.timeout.ms=6000
    group.consumer.min.session.timeout.ms=6000
    group.consumer.session.timeout.ms=6000
    group.consumer.min.heartbeat.interval.ms=500
    group.consumer.heartbeat.interval.ms=1000
    broker.heartbeat.interval.ms=500
    broker.session.timeout.ms=3000

    log.retention.hours=24
    log.cleaner.dedupe.buffer.size=4194304
    """
        .formatted(port, controllerPort, data);
  }

  /**
   * Asks the broker for the living brokers (DescribeCluster): it is ready once it is one of them.
   */
  @Override
  public boolean ready() {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(2000);
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      DataOutputStream request = new DataOutputStream(socket.getOutputStream());
      request.writeInt(13); // size
      request.writeShort(60); // DescribeCluster
      request.writeShort(0); // version
      request.writeInt(0); // correlation id
      request.writeShort(-1); // no client id
      request.writeByte(0); // no tagged fields in the header
      request.writeByte(0); // no authorized operations, please
      request.writeByte(0); // no tagged fields
      request.flush();
      DataInputStream response = new DataInputStream(socket.getInputStream());
      response.skipNBytes(4 + 4 + 1 + 4); // size, correlation id, tagged fields, throttle time
      if (response.readShort() != 0) {
        return false;
      }
      skipCompactString(response); // error message
      skipCompactString(response); // cluster id
      response.skipNBytes(4); // controller id
      return response.readUnsignedByte() - 1 > 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static void skipCompactString(DataInputStream input) throws IOException {
    input.skipNBytes(Math.max(0, input.readUnsignedByte() - 1));
  }
}
