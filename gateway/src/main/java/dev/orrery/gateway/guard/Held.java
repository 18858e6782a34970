package dev.orrery.gateway.guard;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A response that holds a place until it has been written, or has failed to be. Where the upstream
 * stops before a byte has left here, the caller gets an answer that says so; after that, all that
 * is left is to cut the connection, so that half an answer does not look whole.
 */
record Held(ServerResponse response, Call call, Function<AnswerBroke, ServerResponse> instead)
    implements Discardable {

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
    try {
      call.told().forEach(servlet::setHeader);
      return response.writeTo(request, servlet, context);
    } catch (AnswerBroke e) {
      if (servlet.isCommitted()) {
        throw e;
      }
      servlet.reset();
      return instead.apply(e).writeTo(request, servlet, context);
    } finally {
      call.end();
    }
  }

  @Override
  public void discard() {
    try {
      if (response instanceof Discardable answer) {
        answer.discard();
      }
    } finally {
      call.end();
    }
  }

  /** Who has it whole needs the upstream no longer, however slowly the caller takes it. */
  @Override
  public byte @Nullable [] whole(int limit) throws AnswerBroke {
    byte[] body = response instanceof Discardable answer ? answer.whole(limit) : null;
    if (body != null) {
      call.end();
    }
    return body;
  }
}
