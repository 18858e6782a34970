package dev.orrery.gateway;

import dev.orrery.gateway.guard.AnswerBroke;
import dev.orrery.gateway.guard.TimeLimit;
import dev.orrery.gateway.live.LiveStreams;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpResponse;

/** What follows the head of an upstream's answer, read piece by piece. Of one thread at a time. */
final class UpstreamBody implements LiveStreams.Source {

  private static final int PIECE = 8 * 1024;

  private final ClientHttpResponse answer;
  private final TimeLimit timeLimit;
  private final Duration silenceLimit;
  private byte[] begun = {};
  private boolean ended;
  private @Nullable AnswerBroke broke;

  UpstreamBody(ClientHttpResponse answer, TimeLimit timeLimit, Duration silenceLimit) {
    this.answer = answer;
    this.timeLimit = timeLimit;
    this.silenceLimit = silenceLimit;
  }

  /** Null where it is longer than that; what was read is then still to be written. */
  byte @Nullable [] whole(int limit) throws AnswerBroke {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    int length = 0;
    while (read.size() <= limit && (length = read(piece)) >= 0) {
      read.write(piece, 0, length);
    }
    begun = read.toByteArray();
    return length < 0 ? begun : null;
  }

  void writeTo(HttpServletResponse servlet) throws IOException {
    if (broke != null) {
      throw broke;
    }
    OutputStream out = servlet.getOutputStream();
    out.write(begun);
    byte[] piece = new byte[PIECE];
    int length;
    while ((length = read(piece)) >= 0) {
      out.write(piece, 0, length);
    }
  }

  @Override
  public int read(byte[] piece) throws AnswerBroke {
    if (ended) {
      return -1;
    }
    try {
      InputStream in = answer.getBody();
      int length = timeLimit.within(silenceLimit, () -> in.read(piece));
      ended = length < 0;
      return length;
    } catch (Exception e) {
      broke = new AnswerBroke(e);
      throw broke;
    }
  }

  /** Closes the body first: closing the answer alone would read what is left of it. */
  @Override
  public void close() throws IOException {
    try {
      answer.getBody().close();
    } finally {
      answer.close();
    }
  }
}
