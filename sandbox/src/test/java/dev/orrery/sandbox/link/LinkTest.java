package dev.orrery.sandbox.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client, a link, and a listener that is spoken to by hand. */
class LinkTest {

  private static final int PATIENCE = 10_000;

  private ServerSocket target;
  private Link link;

  @BeforeEach
  void open() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    target.setSoTimeout(PATIENCE);
    link = new Link(new Route("a:b", freePort(), address(target.getLocalPort())));
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    target.close();
  }

  @Test
  void carriesBothWaysAndEveryByteInOrder() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);
    try (Socket client = connect();
        Socket server = target.accept()) {
      CompletableFuture<byte[]> request = received(server);
      client.getOutputStream().write(sent);
      client.shutdownOutput();
      assertThat(request.get()).isEqualTo(sent);
      // The other half is still open.
      CompletableFuture<byte[]> answer = received(client);
      server.getOutputStream().write(sent);
      server.shutdownOutput();
      assertThat(answer.get()).isEqualTo(sent);
    }
    await().untilAsserted(() -> assertThat(link.connections()).isZero());
  }

  @Test
  void cutResetsWhatThereIsAndRefusesWhatComes() throws Exception {
    try (Socket client = connect();
        Socket server = target.accept()) {
      say(client, server);
      link.become(Conditions.cutOff());
      assertReset(client);
      assertReset(server);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    link.become(Conditions.HEALED);
    try (Socket client = connect();
        Socket server = target.accept()) {
      say(client, server);
    }
  }

  @Test
  void itIsCutAndHealedAsOftenAsOneLikes() throws Exception {
    for (int i = 0; i < 200; i++) {
      link.become(Conditions.cutOff());
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      link.become(Conditions.HEALED);
      connect().close();
    }
  }

  @Test
  void delayMakesAnswersLateAndNotRequests() throws Exception {
    link.become(Conditions.delayed(1500));
    try (Socket client = connect();
        Socket server = target.accept()) {
      assertThat(timed(() -> say(client, server))).isLessThan(Duration.ofMillis(1400));
      assertThat(timed(() -> say(server, client))).isBetween(Duration.ofMillis(1500), patience());
    }
  }

  @Test
  void delayTakesNoMoreTimeForManyThanForOne() throws Exception {
    link.become(Conditions.delayed(300));
    try (Socket client = connect();
        Socket server = target.accept()) {
      Duration took =
          timed(() -> {
            for (int i = 0; i < 20; i++) {
              server.getOutputStream().write(i);
            }
            for (int i = 0; i < 20; i++) {
              assertThat(client.getInputStream().read()).isEqualTo(i);
            }
          });
      assertThat(took).isBetween(Duration.ofMillis(300), Duration.ofMillis(5000));
    }
  }

  @Test
  void stalledNothingArrivesAndAllArrivesOnceHealed() throws Exception {
    try (Socket client = connect();
        Socket server = target.accept()) {
      say(client, server);
      link.become(Conditions.stalled());
      client.getOutputStream().write(42);
      server.setSoTimeout(300);
      assertThatThrownBy(() -> server.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(link.connections()).isOne();
      link.become(Conditions.HEALED);
      server.setSoTimeout(PATIENCE);
      assertThat(server.getInputStream().read()).isEqualTo(42);
      say(server, client);
    }
  }

  @Test
  void stalledTheSenderIsHeldAndNothingGrows() throws Exception {
    link.become(Conditions.stalled());
    AtomicLong sent = new AtomicLong();
    try (Socket client = connect();
        Socket server = target.accept()) {
      server.setReceiveBufferSize(16 * 1024);
      Thread sender =
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                client.getOutputStream().write(new byte[8 * 1024]);
                sent.addAndGet(8 * 1024);
              }
            } catch (IOException _) {
              // The test is over.
            }
          });
      AtomicLong before = new AtomicLong(-1);
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> before.getAndSet(sent.get()) == sent.get());
      // What the kernel's buffers hold comes on top.
      assertThat(sent.get()).isBetween((long) DelayLine.CAPACITY, 32L * 1024 * 1024);
      client.close();
      sender.join();
    }
  }

  @Test
  void throttledTakesItsTime() throws Exception {
    Way slow = new Way(false, 0, 0, 100_000);
    link.become(new Conditions(false, slow, Way.CLEAR));
    try (Socket client = connect();
        Socket server = target.accept()) {
      CompletableFuture<byte[]> request = received(server);
      Duration took =
          timed(() -> {
            client.getOutputStream().write(new byte[60_000]);
            client.shutdownOutput();
            assertThat(request.get()).hasSize(60_000);
          });
      assertThat(took).isBetween(Duration.ofMillis(400), patience());
    }
  }

  @Test
  void aResetIsCarriedAcross() throws Exception {
    try (Socket client = connect();
        Socket server = target.accept()) {
      say(client, server);
      Connection.reset(client);
      assertReset(server);
    }
    await().untilAsserted(() -> assertThat(link.connections()).isZero());
  }

  @Test
  void whereNobodyListensTheClientIsReset() throws Exception {
    target.close();
    try (Socket client = connect()) {
      assertReset(client);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Duration timed(Step step) throws Exception {
    long begin = System.nanoTime();
    step.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void say(Socket from, Socket to) throws IOException {
    from.getOutputStream().write(7);
    assertThat(to.getInputStream().read()).isEqualTo(7);
  }

  private static void assertReset(Socket socket) {
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isExactlyInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  private static CompletableFuture<byte[]> received(Socket socket) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(address(link.route().port()), PATIENCE);
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static Duration patience() {
    return Duration.ofMillis(PATIENCE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }
}
