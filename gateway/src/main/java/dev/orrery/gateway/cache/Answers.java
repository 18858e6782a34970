package dev.orrery.gateway.cache;

import dev.orrery.gateway.guard.AnswerBroke;
import dev.orrery.gateway.guard.Discardable;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/** What a cached route answers. */
final class Answers {

  private Answers() {}

  /** As it is kept; or 304, where the caller has shown the tag of it. */
  static ServerResponse served(Kept kept, Instant now, CacheStatus status) {
    return ServerResponse.ok()
        .headers(headers -> {
          headers.putAll(kept.headers());
          headers.set(HttpHeaders.AGE, Long.toString(kept.age(now).toSeconds()));
          headers.set(CacheStatus.FIELD, status.text());
        })
        .build((_, servlet) -> {
          servlet.setContentLength(kept.body().length);
          servlet.getOutputStream().write(kept.body());
          return null;
        });
  }

  /** To who wanted nothing but what is kept. */
  static ServerResponse nothingKept(CacheStatus status) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.GATEWAY_TIMEOUT, "Nothing is kept that could be served.");
    problem.setType(URI.create("urn:orrery:problem:response-cache"));
    return ServerResponse.status(HttpStatus.GATEWAY_TIMEOUT)
        .header(CacheStatus.FIELD, status.text())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  /** As it came. */
  static ServerResponse passed(ServerResponse answer, CacheStatus status) {
    return new Passed(answer, status);
  }

  private record Passed(ServerResponse answer, CacheStatus status) implements Discardable {

    @Override
    public HttpStatusCode statusCode() {
      return answer.statusCode();
    }

    @Override
    public HttpHeaders headers() {
      return answer.headers();
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
      return answer.cookies();
    }

    @Override
    public @Nullable ModelAndView writeTo(
        HttpServletRequest request, HttpServletResponse servlet, Context context)
        throws ServletException, IOException {
      servlet.addHeader(CacheStatus.FIELD, status.text());
      return answer.writeTo(request, servlet, context);
    }

    @Override
    public void discard() {
      if (answer instanceof Discardable unread) {
        unread.discard();
      }
    }

    @Override
    public byte @Nullable [] whole(int limit) throws AnswerBroke {
      return answer instanceof Discardable readable ? readable.whole(limit) : null;
    }
  }
}
