package dev.orrery.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Real servers for a service's own tests, for use in {@code @DynamicPropertySource}.
 *
 * <p>Each starts when it is first asked for, on a free port, and is shared by all tests of this
 * JVM; tests keep apart by a database and a topic prefix of their own. Servers and files go with
 * the JVM, however it ends. Thread-safe.
 */
public final class TestInfrastructure {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final AtomicInteger REDISES = new AtomicInteger();

  private static final TestInfrastructure SHARED = new TestInfrastructure();

  private final Map<String, Server> running = new HashMap<>();

  private TestInfrastructure() {}

  /** The bootstrap servers of a broker with 6 partitions a topic, which creates none by itself. */
  public static String kafka() {
    return "127.0.0.1:" + SHARED.kafkaServer().port();
  }

  /** A new, empty database, named after the test. */
  public static Database database(Class<?> test) {
    String name = test.getSimpleName().toLowerCase(Locale.ROOT);
    return SHARED
        .postgresServer()
        .create(name.substring(0, Math.min(name.length(), 50)) + "_" + DATABASES.incrementAndGet());
  }

  public static String redisUri() {
    return "redis://127.0.0.1:" + SHARED.redisServer().port();
  }

  /** A new Redis that no other test sees. */
  public static TestRedis redisToBreak() {
    String name = "redis-" + REDISES.incrementAndGet();
    return new TestRedis(
        new Redis(Environment.PROGRAMS, Environment.DIRECTORY.resolve(name), Ports.oneFree()),
        Environment.DIRECTORY.resolve(name + ".log"),
        TestInfrastructure::run);
  }

  private Kafka kafkaServer() {
    return started(
        Kafka.class,
        "kafka",
        directory ->
            new Kafka(
                Environment.PROGRAMS,
                directory,
                Ports.oneFree(),
                Ports.oneFree(),
                List.of(),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")));
  }

  private Postgres postgresServer() {
    return started(
        Postgres.class,
        "postgres",
        directory -> new Postgres(Environment.PROGRAMS, directory, Ports.oneFree(), List.of()));
  }

  private Redis redisServer() {
    return started(
        Redis.class,
        "redis",
        directory -> new Redis(Environment.PROGRAMS, directory, Ports.oneFree()));
  }

  private synchronized <S extends Server> S started(
      Class<S> type, String name, Function<Path, S> layout) {
    return type.cast(running.computeIfAbsent(name, _ -> start(name, layout)));
  }

  private static Server start(String name, Function<Path, ? extends Server> layout) {
    Server server = layout.apply(Environment.DIRECTORY.resolve(name));
    run(server, Environment.DIRECTORY.resolve(name + ".log"));
    return server;
  }

  private static ServerProcess run(Server server, Path log) {
    try {
      server.prepare();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not prepare " + server.name(), e);
    }
    ServerProcess started = ServerProcess.start(server, log, List.of());
    Environment.LIFELINE.hold(started);
    Readiness.await(server, started.process().toHandle(), log, PATIENCE);
    return started;
  }

  /** Comes into being with the first server. */
  private static final class Environment {

    static final Programs PROGRAMS = new Programs(Repository.find().root());
    static final Path DIRECTORY = temporaryDirectory();
    static final Lifeline LIFELINE = Lifeline.deleting(DIRECTORY);

    private static Path temporaryDirectory() {
      try {
        return Files.createTempDirectory("orrery-test-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
