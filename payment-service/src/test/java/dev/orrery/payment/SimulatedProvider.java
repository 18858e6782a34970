package dev.orrery.payment;

import dev.orrery.sandbox.provider.ProviderSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/** The real simulator, and what can be seen and spoilt of it from outside. */
public final class SimulatedProvider {
  private final String url;
  private final RestClient http;

  public record Entry(String kind, String reference, String order, Long amount) {}

  public record Summary(long captures, long chargesPerReferenceMax) {}

  private record Page(List<Entry> entries, long next) {}

  private SimulatedProvider(String url) {
    this.url = url;
    this.http = RestClient.create(url);
  }

  public static SimulatedProvider start() {
    try {
      Path book = Files.createTempDirectory("provider-").resolve("book.jsonl");
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var simulator = ProviderSimulator.start(address, book);
      return new SimulatedProvider(simulator.uri().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return url;
  }

  public void heal() {
    http.delete().uri("/v1/faults").retrieve().toBodilessEntity();
  }

  public void suffer(double errorRate, long latencyMillis, boolean outage) {
    http.put()
        .uri("/v1/faults")
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            """
            {"errorRate": %s, "latencyMillis": %d, "outage": %b}\
            """
                .formatted(errorRate, latencyMillis, outage))
        .retrieve()
        .toBodilessEntity();
  }

  /** What the book says of an order, in its words: AUTHORIZATION, CAPTURE and so on. */
  public List<String> kindsOf(UUID order) {
    return book().stream()
        .filter(entry -> order.toString().equals(entry.order()))
        .map(Entry::kind)
        .toList();
  }

  public List<String> kindsOfReference(UUID reference) {
    return book().stream()
        .filter(entry -> reference.toString().equals(entry.reference()))
        .map(Entry::kind)
        .toList();
  }

  private List<Entry> book() {
    return http.get().uri("/v1/book?limit=1000").retrieve().body(Page.class).entries();
  }
}
