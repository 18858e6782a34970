package dev.orrery.sandbox.link;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** All links of a system, as a process of its own or inside a test. */
public final class LinkProxy implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Link> links;

  private LinkProxy(HttpServer server, ExecutorService threads, Map<String, Link> links) {
    this.server = server;
    this.threads = threads;
    this.links = links;
  }

  /**
   * Opens one link inside a test, and takes orders on a free port.
   *
   * @param route {@code NAME=PORT:TARGET_PORT}
   */
  public static LinkProxy open(String route) throws IOException {
    return start(0, List.of(Route.parse(route)));
  }

  /**
   * Opens the links and takes orders on a port of 127.0.0.1, 0 for any free one.
   *
   * @throws IOException where a port is taken
   */
  static LinkProxy start(int port, List<Route> routes) throws IOException {
    Map<String, Link> links = new LinkedHashMap<>();
    try {
      for (Route route : routes) {
        if (links.containsKey(route.name())) {
          throw new IllegalArgumentException("There are two links '" + route.name() + "'.");
        }
        links.put(route.name(), new Link(route));
      }
      HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(threads);
      server.createContext("/", new LinkApi(links, JsonMapper.builder().build()));
      server.start();
      return new LinkProxy(server, threads, links);
    } catch (IOException | RuntimeException e) {
      for (Link link : links.values()) {
        link.close();
      }
      throw e;
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    for (Link link : links.values()) {
      try {
        link.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@code CONTROL_PORT NAME=PORT:TARGET_PORT ...}. */
  public static void main(String[] arguments) {
    try {
      if (arguments.length == 0) {
        throw new IllegalArgumentException("The port to take orders on is missing.");
      }
      int port = Route.port(arguments[0]);
      List<Route> routes = Stream.of(arguments).skip(1).map(Route::parse).toList();
      LinkProxy proxy = start(port, routes);
      Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "shutdown"));
      System.out.println(routes.size() + " links are open; " + proxy.uri() + "/links breaks them");
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println("The links cannot be opened: " + e.getMessage());
      System.exit(1);
    }
  }
}
