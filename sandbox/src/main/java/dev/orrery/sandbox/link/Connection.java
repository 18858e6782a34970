package dev.orrery.sandbox.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection through a link: a client's socket and one to the target, and what is between. */
final class Connection {

  private static final int LARGEST_PIECE = 16 * 1024;
  private static final int WAYS = 2;

  private final Socket client;
  private final Socket target;
  private final DelayLine upstream;
  private final DelayLine downstream;
  private final Consumer<Connection> whenOver;
  private final AtomicInteger waysLeft = new AtomicInteger(WAYS);

  Connection(Socket client, Socket target, Conditions conditions, Consumer<Connection> whenOver) {
    this.client = client;
    this.target = target;
    this.upstream = new DelayLine(conditions.upstream());
    this.downstream = new DelayLine(conditions.downstream());
    this.whenOver = whenOver;
  }

  void begin() {
    carry(client, upstream, target);
    carry(target, downstream, client);
  }

  void become(Conditions conditions) {
    upstream.become(conditions.upstream());
    downstream.become(conditions.downstream());
  }

  /** Both ends see a reset. */
  void abort() {
    upstream.close();
    downstream.close();
    reset(client);
    reset(target);
    whenOver.accept(this);
  }

  private void carry(Socket from, DelayLine line, Socket to) {
    Thread.startVirtualThread(() -> receive(from, line));
    Thread.startVirtualThread(() -> send(line, to));
  }

  private void receive(Socket from, DelayLine line) {
    try {
      line.put(read(from, line));
    } catch (DelayLine.Closed _) {
      // Aborted: nobody wants it any more.
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a connection", e);
    }
  }

  /** How it ended. */
  private static DelayLine.Piece read(Socket from, DelayLine line)
      throws DelayLine.Closed, InterruptedException {
    byte[] buffer = new byte[LARGEST_PIECE];
    try {
      InputStream input = from.getInputStream();
      for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
        line.put(new DelayLine.Data(Arrays.copyOf(buffer, length)));
      }
      return new DelayLine.End();
    } catch (IOException _) {
      // What is left to tell to the other end.
      return new DelayLine.Reset();
    }
  }

  private void send(DelayLine line, Socket to) {
    try {
      OutputStream output = to.getOutputStream();
      while (true) {
        switch (line.take()) {
          case DelayLine.Data data -> output.write(data.bytes());
          case DelayLine.End _ -> {
            to.shutdownOutput();
            wayEnded();
            return;
          }
          case DelayLine.Reset _ -> {
            abort();
            return;
          }
        }
      }
    } catch (IOException _) {
      // The receiver is gone: so is the connection.
      abort();
    } catch (DelayLine.Closed _) {
      // Aborted from elsewhere.
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts a connection", e);
    }
  }

  private void wayEnded() throws IOException {
    if (waysLeft.decrementAndGet() == 0) {
      client.close();
      target.close();
      whenOver.accept(this);
    }
  }

  /** Closes without a goodbye. */
  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException _) {
      // It is closed already.
    }
  }
}
