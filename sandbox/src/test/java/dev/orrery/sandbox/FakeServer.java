package dev.orrery.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The smallest server there can be, as a process: it answers on a port, or dies with a word. */
final class FakeServer {

  static final Path TEMPORARY = Path.of("target/tmp").toAbsolutePath();

  private FakeServer() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("die")) {
      System.out.println("I cannot go on");
      System.exit(3);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
    server.start();
  }

  static Server answering(String name, int port, String... needs) {
    return of(name, port, Integer.toString(port), Map.of(), needs);
  }

  static Server dying(String name, String... needs) {
    return of(name, Ports.oneFree(), "die", Map.of(), needs);
  }

  static Server with(Map<String, String> environment, String name, int port) {
    return of(name, port, Integer.toString(port), environment);
  }

  private static Server of(
      String name, int port, String argument, Map<String, String> environment, String... needs) {
    JavaProgram program =
        new JavaProgram(
            Path.of("").toAbsolutePath(),
            List.of("-cp", System.getProperty("java.class.path"), FakeServer.class.getName()),
            false);
    return new JavaServer(
        name,
        () -> program,
        TEMPORARY.resolve(name),
        port,
        Map.of(name, port),
        Set.of(needs),
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        List.of(argument),
        environment,
        URI.create("http://127.0.0.1:" + port + "/"));
  }
}
