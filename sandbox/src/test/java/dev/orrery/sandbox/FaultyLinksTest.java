package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.sandbox.link.Conditions;
import dev.orrery.sandbox.link.Links;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of the links as the topology starts it, between a client and what it uses. */
class FaultyLinksTest {

  private static final String PROVIDER = "payment-service:provider";

  @TempDir Path directory;

  private final Ports ports = Ports.free();
  private List<Server> servers;
  private Sandbox sandbox;

  @BeforeEach
  void startTheLinks() {
    Programs programs = new Programs(Repository.find().root());
    State state = new State(directory).created();
    servers = new Topology(programs, state.data(), ports, Shape.USUAL.withLinks()).servers();
    sandbox = system(servers);
    sandbox.start("links");
  }

  private List<Server> linksOnly() {
    return servers.stream().filter(server -> server.name().equals("links")).toList();
  }

  private Sandbox system(List<Server> servers) {
    return new Sandbox(new State(directory), ports, servers, Ties.none());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aLinkIsCutAndHealed() throws Exception {
    try (ServerSocket provider =
        new ServerSocket(ports.of("provider"), 5, InetAddress.getLoopbackAddress())) {
      sandbox.links().cut(PROVIDER);
      assertThat(conditions(PROVIDER)).isEqualTo(Conditions.cutOff());
      assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);

      sandbox.links().heal(PROVIDER);
      try (Socket client = call();
          Socket server = provider.accept()) {
        client.getOutputStream().write(5);
        assertThat(server.getInputStream().read()).isEqualTo(5);
      }
    }
  }

  @Test
  void eachHasItsOwnConditionsUntilAllAreHealed() {
    FaultyLinks links = sandbox.links();
    links.delay(PROVIDER, Duration.ofMillis(250));
    links.stall("order-service:postgres");
    assertThat(conditions(PROVIDER)).isEqualTo(Conditions.delayed(250));
    assertThat(conditions("order-service:postgres")).isEqualTo(Conditions.stalled());
    assertThat(conditions("order-service:kafka")).isEqualTo(Conditions.HEALED);

    links.healAll();
    assertThat(links.all().links())
        .hasSameSizeAs(Uses.ALL)
        .allMatch(link -> link.conditions().equals(Conditions.HEALED));
  }

  @Test
  void aStartHealsAllThoughTheLinksAreFrozen() {
    sandbox.links().stall(PROVIDER);
    sandbox.pause("links");

    system(linksOnly()).start();

    assertThat(conditions(PROVIDER)).isEqualTo(Conditions.HEALED);
  }

  @Test
  void whoeverStopsHealsBefore() throws Exception {
    try (ServerSocket provider =
            new ServerSocket(ports.of("provider"), 5, InetAddress.getLoopbackAddress());
        Socket client = call();
        Socket server = provider.accept()) {
      sandbox.links().stall(PROVIDER);
      client.getOutputStream().write(5);

      sandbox.close();

      assertThat(server.getInputStream().read()).isEqualTo(5);
    }
  }

  @Test
  void whatHoldsThePortOfALinkIsSaidBeforeAnythingStarts() throws Exception {
    sandbox.stop("links");
    try (ServerSocket taken =
        new ServerSocket(
            ports.of("payment-service-to-provider"), 5, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> sandbox.start("links"))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + ", which links needs, is in use")
          .hasMessageContaining("ORRERY_PORT_PAYMENT_SERVICE_TO_PROVIDER");
    }
  }

  @Test
  void aLinkThatIsNotIsRefused() {
    FaultyLinks links = sandbox.links();
    assertThatThrownBy(() -> links.cut("pluto:kafka"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("pluto:kafka");
  }

  @Test
  void aDelayBeyondAMinuteIsRefused() {
    FaultyLinks links = sandbox.links();
    assertThatThrownBy(() -> links.delay(PROVIDER, Duration.ofMinutes(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(conditions(PROVIDER)).isEqualTo(Conditions.HEALED);
  }

  @Test
  void theBrokerSendsAClientBackToItsLink() throws Exception {
    sandbox.start("kafka");
    for (Uses uses : Uses.ALL.stream().filter(it -> it.server().equals("kafka")).toList()) {
      int link = ports.of(uses.port());
      try (Admin client = Admin.create(clientOf(link))) {
        assertThat(client.describeCluster().nodes().get(30, TimeUnit.SECONDS))
            .extracting(Node::port)
            .containsExactly(link);
      }
    }
  }

  private static Map<String, Object> clientOf(int port) {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port);
  }

  private Conditions conditions(String name) {
    return sandbox.links().all().links().stream()
        .filter(link -> link.name().equals(name))
        .map(Links.Entry::conditions)
        .findFirst()
        .orElseThrow();
  }

  private Socket call() throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress("127.0.0.1", ports.of("payment-service-to-provider")), 5_000);
    return socket;
  }
}
