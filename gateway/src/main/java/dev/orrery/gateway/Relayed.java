package dev.orrery.gateway;

import dev.orrery.gateway.guard.Discardable;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/** An answer whose head has come from the upstream; the rest is relayed, or discarded. */
record Relayed(ServerResponse response, ClientHttpResponse upstream) implements Discardable {

  @Override
  public HttpStatusCode statusCode() {
    return response.statusCode();
  }

  @Override
  public HttpHeaders headers() {
    return response.headers();
  }

  @Override
  public MultiValueMap<String, Cookie> cookies() {
    return response.cookies();
  }

  @Override
  public @Nullable ModelAndView writeTo(
      HttpServletRequest request, HttpServletResponse servlet, Context context)
      throws ServletException, IOException {
    return response.writeTo(request, servlet, context);
  }

  @Override
  public void discard() {
    try {
      Relay.abandon(upstream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
