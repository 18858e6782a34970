package dev.orrery.sandbox;

import java.nio.file.Path;
import java.util.function.BiFunction;

/** A Redis that belongs to one test, which may break it. Its port and its files stay the same. */
public final class TestRedis {
  private final Redis server;
  private final BiFunction<Server, Path, ServerProcess> starter;
  private final Path log;
  private ServerProcess running;

  TestRedis(Redis server, Path log, BiFunction<Server, Path, ServerProcess> starter) {
    this.server = server;
    this.log = log;
    this.starter = starter;
    this.running = starter.apply(server, log);
  }

  public String uri() {
    return "redis://127.0.0.1:" + server.port();
  }

  /** A way to it that can be cut while others stay; to be closed. */
  public TestLink link() {
    return TestLink.to(server.port());
  }

  /** As a crash of the process; what it has written to its file stays. */
  public synchronized void kill() {
    Signal.KILL.send(running.process().toHandle());
    running.process().onExit().join();
  }

  /** Returns when it answers. */
  public synchronized void start() {
    running = starter.apply(server, log);
  }

  /** It takes what is sent to it and says nothing. */
  public synchronized void pause() {
    Signal.STOP.send(running.process().toHandle());
  }

  public synchronized void resume() {
    Signal.CONT.send(running.process().toHandle());
  }
}
