package dev.orrery.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a body by its declared length before it is read, and an undeclared one while it is. */
final class BodyLimitFilter extends OncePerRequestFilter {

  private final DataSize limit;
  private final ProblemWriter problems;

  BodyLimitFilter(DataSize limit, ProblemWriter problems) {
    this.limit = limit;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long declared = request.getContentLengthLong();
    if (declared > limit.toBytes()) {
      problems.write(request, response, new BodyTooLarge(limit).getBody());
      return;
    }
    try {
      // The server itself never hands out more than was declared.
      chain.doFilter(declared >= 0 ? request : new Bounded(request), response);
    } catch (IOException | ServletException | RuntimeException e) {
      BodyTooLarge tooLarge = BodyTooLarge.in(e);
      if (tooLarge == null || response.isCommitted()) {
        throw e;
      }
      problems.write(request, response, tooLarge.getBody());
    }
  }

  private final class Bounded extends HttpServletRequestWrapper {

    private @Nullable ServletInputStream body;
    private @Nullable BufferedReader reader;

    Bounded(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (body == null) {
        body = new BoundedStream(super.getInputStream(), limit);
      }
      return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
      if (reader == null) {
        String named = getCharacterEncoding();
        Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        reader = new BufferedReader(new InputStreamReader(getInputStream(), charset));
      }
      return reader;
    }
  }

  private static final class BoundedStream extends ServletInputStream {

    private final ServletInputStream in;
    private final DataSize limit;
    private long read;

    BoundedStream(ServletInputStream in, DataSize limit) {
      this.in = in;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      count(next < 0 ? next : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return count(in.read(into, offset, length));
    }

    private int count(int more) throws BodyTooLarge {
      read += Math.max(0, more);
      if (read > limit.toBytes()) {
        throw new BodyTooLarge(limit);
      }
      return more;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
