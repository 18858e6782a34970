package dev.orrery.sandbox.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The proxy of one link: listens on a port of this machine and connects to the target for whoever
 * connects. Thread-safe.
 *
 * <p>One difference to the bare network stays: where the target does not listen a client is not
 * refused, but reset right after.
 */
final class Link implements AutoCloseable {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int MOST_CONNECTIONS = 1_024;

  private final Route route;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private Conditions conditions = Conditions.HEALED;
  private @Nullable Acceptor acceptor;

  private record Acceptor(ServerSocket listener, Thread thread) {

    /** Returns when the port is free: a socket is open for as long as someone waits on it. */
    void close() throws IOException {
      listener.close();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while a port was closed.");
      }
    }
  }

  /**
   * Bound and not listening: while the link is cut its port refuses, and the system gives it to
   * nobody. A client that got it as its own would even connect to itself.
   */
  private @Nullable Socket reservation;

  Link(Route route) throws IOException {
    this.route = route;
    listen();
  }

  Route route() {
    return route;
  }

  synchronized Conditions conditions() {
    return conditions;
  }

  int connections() {
    return connections.size();
  }

  /** In effect when this returns, for the connections there are and those to come. */
  synchronized void become(Conditions now) throws IOException {
    if (now.cut()) {
      conditions = now;
      refuse();
    } else {
      listen();
      conditions = now;
      connections.forEach(connection -> connection.become(now));
    }
  }

  private synchronized void listen() throws IOException {
    if (acceptor == null) {
      release();
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(here());
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      acceptor =
          new Acceptor(socket, Thread.ofVirtual().name(route.name()).start(() -> accept(socket)));
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket client = from.accept();
        Thread.startVirtualThread(() -> connect(client));
      }
    } catch (IOException e) {
      if (!from.isClosed()) {
        System.err.println(route.name() + " accepts nobody any more: " + e);
      }
    }
  }

  private void connect(Socket client) {
    Socket target = new Socket();
    try {
      target.connect(route.target(), CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      begin(client, target);
    } catch (IOException _) {
      // The client learns it as a reset.
      Connection.reset(target);
      Connection.reset(client);
    }
  }

  private synchronized void begin(Socket client, Socket target) throws IOException {
    if (conditions.cut() || connections.size() >= MOST_CONNECTIONS) {
      throw new IOException("The link is cut or full.");
    }
    Connection connection = new Connection(client, target, conditions, connections::remove);
    connections.add(connection);
    connection.begin();
  }

  private synchronized void refuse() throws IOException {
    shut();
    if (reservation == null) {
      Socket socket = new Socket();
      try {
        socket.setReuseAddress(true);
        socket.bind(here());
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      reservation = socket;
    }
  }

  private synchronized void release() throws IOException {
    if (reservation != null) {
      reservation.close();
      reservation = null;
    }
  }

  private synchronized void shut() throws IOException {
    if (acceptor != null) {
      acceptor.close();
      acceptor = null;
    }
    connections.forEach(Connection::abort);
  }

  private InetSocketAddress here() {
    return new InetSocketAddress("127.0.0.1", route.port());
  }

  /** Refuses and resets all, for good. */
  @Override
  public synchronized void close() throws IOException {
    shut();
    release();
  }
}
