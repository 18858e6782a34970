package dev.orrery.sandbox;

import dev.orrery.sandbox.link.Conditions;
import dev.orrery.sandbox.link.Links;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/**
 * The links between services and what they use, to be broken. A link is named {@code
 * order-service:kafka}. What is set is in effect when a call returns. Thread-safe.
 */
public final class FaultyLinks {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI control;

  FaultyLinks(URI control) {
    this.control = control;
  }

  /** Resets its connections and refuses new ones. */
  public void cut(String link) {
    become(link, Conditions.cutOff());
  }

  /** Makes what comes back later by this much, up to a minute. */
  public void delay(String link, Duration latency) {
    become(link, Conditions.delayed(latency.toMillis()));
  }

  /** Lets nothing through and keeps the connections. */
  public void stall(String link) {
    become(link, Conditions.stalled());
  }

  public void heal(String link) {
    become(link, Conditions.HEALED);
  }

  public void healAll() {
    all().links().forEach(link -> heal(link.name()));
  }

  public void become(String link, Conditions conditions) {
    send(
        HttpRequest.newBuilder(control.resolve("/links/" + link))
            .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(conditions))));
  }

  public Links all() {
    return JSON.readValue(send(HttpRequest.newBuilder(control.resolve("/links"))), Links.class);
  }

  private static String send(HttpRequest.Builder request) {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(PATIENCE).proxy(ProxySelector.of(null)).build()) {
      HttpResponse<String> response =
          client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new SandboxException(JSON.readTree(response.body()).path("detail").asString());
      }
      return response.body();
    } catch (IOException e) {
      throw new SandboxException("The links do not answer: './orrery status' tells more.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted.", e);
    }
  }
}
