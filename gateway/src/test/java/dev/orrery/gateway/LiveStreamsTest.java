package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Many readers, slow ones, and those who leave without a word. */
@TestPropertySource(
    properties = {
      "orrery.live-streams.heartbeat=200ms",
      "orrery.gateway.routes.order-events.silence-limit=60s",
      "orrery.guards.routes.order-events.deadline=20s",
      "orrery.guards.routes.order-events.bulkhead.places=1000",
      "orrery.guards.routes.order-events.bulkhead.caller-share=100",
      "server.tomcat.connection-timeout=20s",
    })
class LiveStreamsTest extends BehindGateway {

  private static final Logger log = LoggerFactory.getLogger(LiveStreamsTest.class);
  private static final int STREAMS = 1_000;
  private static final long MEGABYTE = 1024 * 1024;

  private final Queue<Socket> readers = new ConcurrentLinkedQueue<>();

  /** A server of sockets: it sees at once when it is left. */
  static final Speaker speaker = new Speaker();

  static final class Speaker {
    interface Speech {
      void to(OutputStream out) throws Exception;
    }

    private final ServerSocket server;
    final AtomicReference<Speech> speech = new AtomicReference<>(out -> {});
    final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    Speaker() {
      try {
        server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
          log.info("The speaker ends: {}", e.toString());
        }
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        while (!head(socket.getInputStream()).isEmpty()) {
          OutputStream out = socket.getOutputStream();
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
          open.add(socket);
          speech.get().to(out);
          // Nothing more is said; whoever leaves is noticed.
          while (socket.getInputStream().read() >= 0) {}
        }
      } catch (Exception e) {
        log.debug("A listener has left: {}", e.toString());
      } finally {
        open.remove(socket);
      }
    }

    static void say(OutputStream out, String event) throws IOException {
      byte[] bytes = event.getBytes(StandardCharsets.US_ASCII);
      out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(bytes);
      out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
  }

  @DynamicPropertySource
  static void speaker(DynamicPropertyRegistry properties) {
    properties.add("orrery.gateway.routes.order-events.service", () -> "speaker");
    properties.add(
        "spring.cloud.discovery.client.simple.instances.speaker[0].uri",
        () -> "http://127.0.0.1:" + speaker.server.getLocalPort());
  }

  @AfterEach
  void leave() throws IOException {
    for (Socket reader : readers) {
      reader.close();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> speaker.open.isEmpty());
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int octet;
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")
        && (octet = in.read()) >= 0) {
      head.write(octet);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  private Socket reader() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    readers.add(socket);
    socket
        .getOutputStream()
        .write(
            "GET /api/orders/1/events HTTP/1.1\r\nHost: x\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void whoLeavesASilentStreamIsNoticedAndTheUpstreamLetGo() throws Exception {
    Socket reader = reader();
    assertThat(head(reader.getInputStream())).startsWith("HTTP/1.1 200");
    await().until(() -> speaker.open.size() == 1);
    reader.close();
    await().atMost(Duration.ofSeconds(3)).until(() -> speaker.open.isEmpty());
  }

  @Test
  void aSilentStreamShowsSignsOfLife() throws Exception {
    Socket reader = reader();
    head(reader.getInputStream());
    byte[] signs = reader.getInputStream().readNBytes(16);
    assertThat(new String(signs, StandardCharsets.US_ASCII))
        .isEqualTo("3\r\n:\n\n\r\n3\r\n:\n\n\r\n");
  }

  @Test
  void whoStopsReadingHoldsNobodyUpAndIsGivenTheLatest() throws Exception {
    int events = 20_000;
    String filling = "x".repeat(4_000);
    CountDownLatch said = new CountDownLatch(1);
    speaker.speech.set(out -> {
      for (int event = 1; event <= events; event++) {
        Speaker.say(out, "data: " + event + filling + "\n\n");
      }
      said.countDown();
    });
    Socket reader = reader();
    head(reader.getInputStream());
    // 80 MB have come, and nobody has read one of them.
    assertThat(said.await(30, TimeUnit.SECONDS)).isTrue();
    speaker.speech.set(out -> {});
    InputStream in = new BufferedInputStream(reader.getInputStream());
    List<Integer> seen = new ArrayList<>();
    while (seen.isEmpty() || seen.getLast() < events) {
      String line = line(in);
      if (line.startsWith("data: ")) {
        seen.add(Integer.parseInt(line.substring(6, line.indexOf('x'))));
      }
    }
    assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeLessThan(events / 2);
    assertThat(get("/actuator/prometheus").body())
        .contains(
            "orrery_live_streams_dropped_total{application=\"gateway\",route=\"order-events\"}");
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) != '\n') {
      if (octet < 0) {
        throw new IOException("the stream has ended");
      }
      line.write(octet);
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void aThousandStreamsTakeLittle() throws Exception {
    head(reader().getInputStream());
    long before = used();
    long start = System.nanoTime();
    for (int stream = 1; stream < STREAMS; stream++) {
      assertThat(head(reader().getInputStream())).startsWith("HTTP/1.1 200");
    }
    assertThat(speaker.open).hasSize(STREAMS);
    problem(get("/api/orders/1/events"), 503, "order-events", "bulkhead");
    long taken = used() - before;
    log.info(
        "{} streams: {} KB of heap, in this process with their readers and the upstream; opened in"
            + " {} ms",
        STREAMS,
        taken / 1024,
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    assertThat(taken).isLessThan(300 * MEGABYTE);
    // They live: a sign of it reaches each of them.
    for (Socket reader : readers) {
      reader.setSoTimeout(10_000);
      assertThat(reader.getInputStream().readNBytes(8)).hasSize(8);
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
