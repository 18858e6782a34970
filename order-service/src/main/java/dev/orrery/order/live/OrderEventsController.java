package dev.orrery.order.live;

import dev.orrery.order.live.OrderFeed.Watch;
import dev.orrery.order.orders.OrderView;
import dev.orrery.order.orders.OrderViews;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class OrderEventsController {
  private static final Logger log = LoggerFactory.getLogger(OrderEventsController.class);

  private final OrderFeed feed;
  private final OrderViews views;
  private final LiveProperties properties;
  private final InstantSource clock;

  OrderEventsController(
      OrderFeed feed, OrderViews views, LiveProperties properties, InstantSource clock) {
    this.feed = feed;
    this.views = views;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * The order now and after each change, until it is settled. Each event is the whole order: who
   * has missed one has missed nothing.
   */
  @GetMapping(path = "/api/orders/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events(@PathVariable UUID id) {
    Watch watch = feed.watch(id);
    try {
      OrderView now = views.get(id);
      // Ended by us, not by the container, in the middle of an event.
      var emitter = new SseEmitter(0L);
      Thread.ofVirtual().name("order-events-" + id).start(() -> stream(emitter, watch, now));
      return emitter;
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  private void stream(SseEmitter emitter, Watch watch, OrderView first) {
    Instant end = clock.instant().plus(properties.longestStream());
    try (watch) {
      OrderView order = first;
      send(emitter, order);
      while (!order.state().isSettled() && clock.instant().isBefore(end)) {
        watch.await(properties.heartbeat());
        OrderView next = views.get(first.id());
        if (next.version() == order.version()) {
          emitter.send(SseEmitter.event().comment("still " + order.state()));
        } else {
          order = next;
          send(emitter, order);
        }
      }
      emitter.complete();
    } catch (IOException | IllegalStateException e) {
      log.debug("The reader of an order's events has gone: {}", e.toString());
      emitter.completeWithError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      emitter.complete();
    } catch (RuntimeException e) {
      log.warn("A stream of order {} ends early: {}", first.id(), e.toString());
      emitter.completeWithError(e);
    }
  }

  private static void send(SseEmitter emitter, OrderView order) throws IOException {
    emitter.send(
        SseEmitter.event()
            .id(Integer.toString(order.version()))
            .name(order.state().name())
            .data(order, MediaType.APPLICATION_JSON)
            .reconnectTime(Duration.ofSeconds(2).toMillis()));
  }
}
