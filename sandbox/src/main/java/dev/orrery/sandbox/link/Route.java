package dev.orrery.sandbox.link;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which way a link goes, written {@code order-service:kafka=28071:29094}: who uses whom, the port
 * that takes the connections, and the port they are carried to; both on 127.0.0.1.
 */
record Route(String name, int port, InetSocketAddress target) {

  private static final Pattern FORM =
      Pattern.compile("(?<name>[a-z0-9:-]{1,80})=(?<port>[0-9]{1,5}):(?<target>[0-9]{1,5})");

  /**
   * @throws IllegalArgumentException with a sentence for the one who typed it
   */
  static Route parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not of the form NAME=PORT:TARGET_PORT.");
    }
    return new Route(
        matcher.group("name"),
        port(matcher.group("port")),
        new InetSocketAddress("127.0.0.1", port(matcher.group("target"))));
  }

  static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("'" + text + "' is not between 1 and 65535.");
    }
    return port;
  }
}
