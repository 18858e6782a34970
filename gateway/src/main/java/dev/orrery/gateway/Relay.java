package dev.orrery.gateway;

import dev.orrery.gateway.guard.CallerBody;
import dev.orrery.gateway.guard.TimeLimit;
import dev.orrery.gateway.live.LiveStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMessage;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Passes a request on, and its answer back piece by piece.
 *
 * <p>Stands in for Spring Cloud Gateway's own exchange, which closes an abandoned answer by reading
 * it to its end: an event stream whose reader has left would never be let go.
 */
final class Relay implements ProxyExchange {

  private final RestClient http;
  private final TimeLimit timeLimit;
  private final LiveStreams liveStreams;
  private final Map<String, GatewayProperties.Route> routes;

  Relay(
      RestClient http,
      TimeLimit timeLimit,
      LiveStreams liveStreams,
      Map<String, GatewayProperties.Route> routes) {
    this.http = http;
    this.timeLimit = timeLimit;
    this.liveStreams = liveStreams;
    this.routes = routes;
  }

  @Override
  public ServerResponse exchange(Request request) {
    RestClient.RequestBodySpec upstream =
        http.method(request.getMethod())
            .uri(Objects.requireNonNull(request.getUri()))
            .headers(headers -> headers.putAll(request.getHeaders()));
    byte[] body = CallerBody.of(request.getServerRequest());
    if (body != null) {
      upstream.body(body);
    }
    return Objects.requireNonNull(
        upstream.exchange((_, answer) -> relayHead(request, answer), false));
  }

  private ServerResponse relayHead(Request request, ClientHttpResponse answer) throws IOException {
    String route = route(request);
    Duration silenceLimit = Objects.requireNonNull(routes.get(route)).silenceLimit();
    UpstreamBody body = new UpstreamBody(answer, timeLimit, silenceLimit);
    try {
      boolean live = MediaType.TEXT_EVENT_STREAM.includes(answer.getHeaders().getContentType());
      ServerResponse response =
          GatewayServerResponse.status(answer.getStatusCode())
              .build((_, servlet) -> {
                if (live) {
                  liveStreams.pass(route, body, servlet);
                } else {
                  body.writeTo(servlet);
                }
                return null;
              });
      Head head = new Head(answer.getStatusCode(), answer.getHeaders());
      request.getResponseConsumers().forEach(consumer -> consumer.accept(head, response));
      return new Relayed(response, body);
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  private static String route(Request request) {
    return String.valueOf(
        request.getServerRequest().attributes().get(MvcUtils.GATEWAY_ROUTE_ID_ATTR));
  }

  private record Head(HttpStatusCode status, HttpHeaders headers)
      implements HttpMessage, ProxyExchange.Response {

    @Override
    public HttpStatusCode getStatusCode() {
      return status;
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }
  }
}
