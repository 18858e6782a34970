package dev.orrery.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Redis with its append-only file; a crash of the machine may lose the last second. */
record Redis(Programs programs, Path directory, int port) implements Server {

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public void prepare() throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public List<String> command() {
    return List.of(
        programs.redis().toString(),
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--dir",
        directory.toString(),
        "--appendonly",
        "yes",
        "--appendfsync",
        "everysec",
        "--save",
        "");
  }

  @Override
  public boolean ready() {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(1000);
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      // While it still loads its file it answers -LOADING.
      return socket.getInputStream().read() == '+';
    } catch (IOException _) {
      return false;
    }
  }
}
