package dev.orrery.sandbox;

import dev.orrery.sandbox.link.LinkProxy;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A way to a server of one test's own, which may cut it. Thread-safe. */
public final class TestLink implements AutoCloseable {
  private static final String NAME = "test:server";

  private final LinkProxy proxy;
  private final FaultyLinks links;
  private final int port;

  private TestLink(LinkProxy proxy, int port) {
    this.proxy = proxy;
    this.links = new FaultyLinks(proxy.uri());
    this.port = port;
  }

  static TestLink to(int target) {
    int port = Ports.oneFree();
    try {
      return new TestLink(LinkProxy.open("%s=%d:%d".formatted(NAME, port, target)), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of 127.0.0.1; leads to the server. */
  public int port() {
    return port;
  }

  /** Resets its connections and refuses new ones. */
  public void cut() {
    links.cut(NAME);
  }

  /** Lets nothing through and keeps the connections. */
  public void stall() {
    links.stall(NAME);
  }

  public void heal() {
    links.heal(NAME);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
