package dev.orrery.gateway;

import dev.orrery.gateway.guard.AnswerBroke;
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
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/** An answer whose head has come from the upstream; the rest is relayed, or discarded. */
record Relayed(ServerResponse response, UpstreamBody body) implements Discardable {

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
    // Not all is written: a caller who knows the answer already is told so.
    try (body) {
      return response.writeTo(request, servlet, context);
    }
  }

  @Override
  public void discard() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte @Nullable [] whole(int limit) throws AnswerBroke {
    return body.whole(limit);
  }
}
