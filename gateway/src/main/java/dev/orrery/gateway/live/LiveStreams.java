package dev.orrery.gateway.live;

import dev.orrery.gateway.live.Mailbox.Next;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Passes live streams on. Thread-safe. */
public final class LiveStreams {

  private static final byte[] SIGN_OF_LIFE = ":\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE = 4 * 1024;

  private final LiveProperties properties;
  private final MeterRegistry meters;

  LiveStreams(LiveProperties properties, MeterRegistry meters) {
    this.properties = properties;
    this.meters = meters;
  }

  /** What comes from the upstream; a read fails where the upstream is silent for too long. */
  public interface Source extends AutoCloseable {

    /** As {@link java.io.InputStream#read(byte[])}. */
    int read(byte[] piece) throws IOException;

    /** Lets the upstream go at once, and whoever is reading from it. */
    @Override
    void close() throws IOException;
  }

  /**
   * Returns at the end of the stream.
   *
   * @throws IOException where the reader has gone, or what the source threw
   */
  public void pass(String route, Source upstream, HttpServletResponse reader) throws IOException {
    Mailbox mailbox = new Mailbox(properties.latest().contains(route));
    try (upstream) {
      reader.flushBuffer();
      Thread.ofVirtual().name("live-" + route).start(() -> read(route, upstream, mailbox));
      write(mailbox, reader.getOutputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway stops");
    } finally {
      mailbox.close();
    }
  }

  private void read(String route, Source upstream, Mailbox mailbox) {
    EventSplitter splitter =
        new EventSplitter(Math.toIntExact(properties.longestEvent().toBytes()));
    Counter dropped = meters.counter("orrery.live.streams.dropped", "route", route);
    byte[] piece = new byte[PIECE];
    @Nullable IOException broke = new IOException("the stream could not be read");
    try {
      int length;
      while ((length = upstream.read(piece)) >= 0) {
        for (Event event : splitter.split(piece, length)) {
          dropped.increment(mailbox.put(event));
        }
      }
      broke = null;
    } catch (IOException e) {
      broke = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      mailbox.end(broke);
    }
  }

  private void write(Mailbox mailbox, OutputStream out) throws IOException, InterruptedException {
    while (true) {
      switch (mailbox.take(properties.heartbeat())) {
        case Next.Write(var event) -> write(out, event.bytes());
        case Next.Quiet() -> write(out, SIGN_OF_LIFE);
        case Next.End(var broke) when broke != null -> throw broke;
        case Next.End _ -> {
          return;
        }
      }
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }
}
