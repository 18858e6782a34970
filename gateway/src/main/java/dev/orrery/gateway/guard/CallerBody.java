package dev.orrery.gateway.guard;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Takes the whole body in before the guard is asked, so that a caller who sends slowly holds no
 * place in a bulkhead, no connection to the upstream, and is not mistaken for an upstream that
 * answers slowly. What it may hold is bounded by the body limit.
 */
public final class CallerBody implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private static final String ATTRIBUTE = CallerBody.class.getName();
  private static final int PIECE = 8 * 1024;

  private final String route;
  private final Duration limit;

  public CallerBody(String route, Duration limit) {
    this.route = route;
    this.limit = limit;
  }

  /** The body that was read; null where there was none. */
  public static byte @Nullable [] of(ServerRequest request) {
    return (byte[]) request.servletRequest().getAttribute(ATTRIBUTE);
  }

  /** Whether the request can be sent twice: it has no body, or the body is at hand. */
  static boolean isRepeatable(ServerRequest request) {
    return !isExpected(request.servletRequest()) || of(request) != null;
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    HttpServletRequest servlet = request.servletRequest();
    if (isExpected(servlet)) {
      try {
        servlet.setAttribute(ATTRIBUTE, read(servlet));
      } catch (SocketTimeoutException _) {
        return Refusal.callerTooSlow().answer(route, request);
      }
    }
    return next.handle(request);
  }

  private static boolean isExpected(HttpServletRequest request) {
    return request.getContentLengthLong() > 0
        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  private byte[] read(HttpServletRequest request) throws IOException {
    long start = System.nanoTime();
    InputStream in = request.getInputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    byte[] piece = new byte[PIECE];
    int length;
    while ((length = in.read(piece)) >= 0) {
      body.write(piece, 0, length);
      // One piece is waited for no longer than the server's connection-timeout; this is for all.
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new SocketTimeoutException(HttpStatus.REQUEST_TIMEOUT.getReasonPhrase());
      }
    }
    return body.toByteArray();
  }
}
