package dev.orrery.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Live streams pass through as they happen, and end when either side does. */
class EventStreamTest extends BehindGateway {

  @Test
  void eventsArriveOneByOneForLongerThanTheTimeLimit() throws Exception {
    LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    orders.answers(stream(events));
    HttpResponse<InputStream> stream =
        http.send(to("/api/orders/1/events").GET().build(), BodyHandlers.ofInputStream());
    try (var reader =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      long start = System.nanoTime();
      for (int event = 0; event < 4; event++) {
        events.put("data: " + event + "\n\n");
        assertThat(reader.readLine()).isEqualTo("data: " + event);
        assertThat(reader.readLine()).isEmpty();
        pause(start, Duration.ofMillis(200L * (event + 1)));
      }
      events.put("");
      assertThat(reader.readLine()).isNull();
    }
  }

  @Test
  void aStreamWhoseReaderLeftIsLetGo() throws Exception {
    LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    CountDownLatch noticed = new CountDownLatch(1);
    Upstream.Answer stream = stream(events);
    orders.answers(exchange -> {
      try {
        stream.to(exchange);
      } catch (IOException e) {
        noticed.countDown();
      }
    });
    HttpResponse<InputStream> reader =
        http.send(to("/api/orders/1/events").GET().build(), BodyHandlers.ofInputStream());
    reader.body().close();
    await()
        .untilAsserted(() -> {
          events.put(": heartbeat\n\n");
          assertThat(noticed.getCount()).isZero();
        });
  }

  @Test
  void aSilentStreamIsLetGo() throws Exception {
    orders.answers(stream(new LinkedBlockingQueue<>()));
    HttpResponse<InputStream> silent =
        http.send(to("/api/orders/1/events").GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = silent.body()) {
      assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  private static Upstream.Answer stream(LinkedBlockingQueue<String> events) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      for (String event = events.take(); !event.isEmpty(); event = events.take()) {
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    };
  }

  private static void pause(long start, Duration until) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> System.nanoTime() - start > until.toNanos());
  }
}
