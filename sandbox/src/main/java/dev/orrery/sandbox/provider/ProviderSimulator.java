package dev.orrery.sandbox.provider;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Runs the simulated provider, as a process of its own or inside a test. */
public final class ProviderSimulator implements AutoCloseable {

  static {
    // Read once by the JDK's server: without it an answer waits for the client's delayed ACK, and
    // kept connections beyond 200 are dropped under the merchant's hands.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1024");
    System.setProperty("jdk.httpserver.maxConnections", "1024");
  }

  private static final int GRACE_SECONDS = 3;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Book book;

  private ProviderSimulator(HttpServer server, ExecutorService threads, Book book) {
    this.server = server;
    this.threads = threads;
    this.book = book;
  }

  /** Starts on an address, port 0 for any free one, with the book kept in a journal. */
  public static ProviderSimulator start(InetSocketAddress address, Path journal)
      throws IOException {
    JsonMapper json =
        JsonMapper.builder().disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT).build();
    Book book = new Book(journal, json, Clock.systemUTC());
    try {
      HttpServer server = HttpServer.create(address, 1024);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", new ProviderApi(book, json));
      server.start();
      return new ProviderSimulator(server, threads, book);
    } catch (IOException | RuntimeException e) {
      book.close();
      throw e;
    }
  }

  public URI uri() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
  }

  /** Lets the calls under way end, within a few seconds. */
  @Override
  public void close() {
    server.stop(GRACE_SECONDS);
    threads.shutdownNow();
    try {
      book.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) {
    try {
      run(Options.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException | RuntimeException e) {
      System.err.println("The payment provider cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options) throws IOException {
    ProviderSimulator simulator = start(options.address(), options.journal());
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "shutdown"));
    System.out.println("The payment provider answers on " + simulator.uri());
  }
}
