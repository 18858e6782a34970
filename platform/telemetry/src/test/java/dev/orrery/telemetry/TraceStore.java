package dev.orrery.telemetry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes whatever is pushed to it, on any path, and remembers it. */
final class TraceStore implements AutoCloseable {

  record Push(String path, String body) {}

  private final HttpServer server;
  private final List<Push> pushes = new CopyOnWriteArrayList<>();

  TraceStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
          InputStream sent = exchange.getRequestBody();
          byte[] body = (zipped ? new GZIPInputStream(sent) : sent).readAllBytes();
          pushes.add(
              new Push(
                  exchange.getRequestURI().getPath(),
                  new String(body, StandardCharsets.ISO_8859_1)));
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
        });
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  List<Push> pushes() {
    return List.copyOf(pushes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
