package dev.orrery.sandbox;

import dev.orrery.sandbox.shop.Places;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The whole system on this machine, to be started, looked at and broken.
 *
 * <p>Names are those of {@link Topology}: postgres, kafka, redis, zipkin, provider, discovery,
 * inventory-service, payment-service, order-service, gateway. Every call returns when its effect is
 * there. Failures are {@link SandboxException}s. Calls for different servers may come from
 * different threads.
 */
public final class Sandbox implements Places, AutoCloseable {

  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(25);

  private static final String LINKS = "links";

  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final State state;
  private final Ports ports;
  private final Ties ties;
  private final Set<String> startedHere = ConcurrentHashMap.newKeySet();
  private boolean givenUp;

  Sandbox(State state, Ports ports, List<Server> servers, Ties ties) {
    this.state = state;
    this.ports = ports;
    this.ties = ties;
    servers.forEach(server -> this.servers.put(server.name(), server));
  }

  /**
   * A system for tests, on free ports, with its state in a directory that is emptied first. It ends
   * with this JVM at the latest; logs stay.
   */
  public static Sandbox temporary(Path directory) {
    return temporary(directory, Shape.USUAL);
  }

  /** As {@link #temporary(Path)}, of another shape. */
  public static Sandbox temporary(Path directory, Shape shape) {
    State state = new State(directory.toAbsolutePath().normalize());
    state.forget();
    Programs programs = new Programs(Repository.find().root());
    return of(state, Ports.free(), shape, programs, Ties.life(Lifeline.keepingFiles()));
  }

  /** The user's system, which outlives this JVM. */
  static Sandbox kept(State state, Ports ports, Programs programs) {
    return of(state, ports, Shape.load(state.shape()), programs, Ties.none());
  }

  private static Sandbox of(State state, Ports ports, Shape shape, Programs programs, Ties ties) {
    Topology topology = new Topology(programs, state.data(), ports, shape);
    return new Sandbox(state, ports, topology.servers(), ties);
  }

  /** The same running system with what another shape has more, which {@link #start()} starts. */
  public Sandbox reshaped(Shape shape) {
    return of(state, ports, shape, new Programs(Repository.find().root()), ties);
  }

  /** Only where the system was started with links that can fail. */
  public FaultyLinks links() {
    if (!servers.containsKey(LINKS)) {
      throw new UsageException(
          "This system has no links that can fail: './orrery up --faults' starts it with them.");
    }
    return new FaultyLinks(uri(LINKS));
  }

  @Override
  public URI uri(String name) {
    return URI.create("http://127.0.0.1:" + ports.of(name));
  }

  /** A service's database: orders, inventory or payments. */
  public Database database(String name) {
    return Postgres.database(ports.of("postgres"), name);
  }

  public String kafka() {
    return "127.0.0.1:" + ports.of("kafka");
  }

  public Path log(String name) {
    return state.log(named(name).name());
  }

  /**
   * Starts what does not run, each when those it needs are ready, resumes what is paused and heals
   * every link. All are ready when it returns.
   */
  public void start() {
    start(Progress.SILENT);
  }

  void start(Progress progress) {
    state.created();
    Preconditions.enoughSpace(state.directory());
    servers.values().stream()
        .filter(server -> running(server).isEmpty())
        .forEach(Preconditions::freePorts);
    healLinks();
    order().forEach(name -> ensureRunning(named(name), progress));
  }

  /** Starts one, and waits until it is ready; those it needs have to run. */
  public void start(String name) {
    Server server = named(name);
    state.created();
    if (running(server).isEmpty()) {
      Preconditions.freePorts(server);
    }
    ensureRunning(server, Progress.SILENT);
  }

  private void ensureRunning(Server server, Progress progress) {
    progress.entered(server.name(), Progress.Phase.PREPARING);
    Fingerprint fingerprint = Fingerprint.of(server);
    Optional<Incarnation> before = incarnation(server).filter(it -> it.process().isPresent());
    if (before.isPresent() && !before.get().fingerprint().equals(fingerprint.value())) {
      stop(server.name());
      before = Optional.empty();
    }
    ProcessHandle process =
        before
            .flatMap(Incarnation::process)
            .orElseGet(() -> {
              prepare(server);
              progress.entered(server.name(), Progress.Phase.STARTING);
              return launch(server, fingerprint);
            });
    Signal.CONT.sendToTree(process);
    Readiness.await(server, process, state.log(server.name()), START_PATIENCE);
    progress.entered(server.name(), Progress.Phase.READY);
  }

  private static void prepare(Server server) {
    try {
      server.prepare();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not prepare " + server.name(), e);
    }
  }

  private synchronized ProcessHandle launch(Server server, Fingerprint fingerprint) {
    if (givenUp) {
      throw new SandboxException(server.name() + " is not started any more.");
    }
    ServerProcess started =
        ServerProcess.start(server, state.rolledLog(server.name()), ties.prefix());
    startedHere.add(server.name());
    ProcessHandle process = started.process().toHandle();
    Incarnation.of(process, fingerprint.value()).save(state.pid(server.name()));
    ties.hold(started);
    return process;
  }

  boolean canStartFaster() {
    return servers.values().stream().anyMatch(Server::canStartFaster);
  }

  /** Two at a time: whoever works with the system meanwhile is not to feel it much. */
  void learnToStartFaster(Consumer<String> learned) {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      servers.values().stream()
          .filter(Server::canStartFaster)
          .forEach(server ->
              threads.execute(() -> {
                server.learnToStartFaster();
                learned.accept(server.name());
              }));
    }
  }

  /** Ends one in peace, or by force where it does not within its time. */
  public void stop(String name) {
    Server server = named(name);
    running(server)
        .ifPresent(process -> {
          Signal.CONT.sendToTree(process);
          server.farewell().send(process);
          if (!ended(process, STOP_PATIENCE)) {
            Signal.KILL.sendToTree(process);
            ended(process, STOP_PATIENCE);
          }
        });
  }

  /** As the power cut would: SIGKILL, to all its processes. */
  public void kill(String name) {
    running(named(name))
        .ifPresent(process -> {
          Signal.KILL.sendToTree(process);
          ended(process, STOP_PATIENCE);
        });
  }

  /**
   * It keeps its connections and does nothing any more, as in a very long collection of garbage.
   */
  public void pause(String name) {
    running(named(name)).ifPresent(Signal.STOP::sendToTree);
  }

  public void resume(String name) {
    running(named(name)).ifPresent(Signal.CONT::sendToTree);
  }

  public boolean isRunning(String name) {
    return running(named(name)).isPresent();
  }

  public List<Status> status() {
    return servers.values().parallelStream().map(this::status).toList();
  }

  private Status status(Server server) {
    Optional<Incarnation> incarnation = incarnation(server);
    Optional<ProcessHandle> process = incarnation.flatMap(Incarnation::process);
    return process
        .map(handle ->
            new Status(
                server.name(),
                server.port(),
                health(server, handle),
                handle.pid(),
                OperatingSystem.memory(handle),
                Duration.between(incarnation.orElseThrow().startedAt(), Instant.now())))
        .orElseGet(() ->
            new Status(server.name(), server.port(), Status.Health.STOPPED, 0, 0, Duration.ZERO));
  }

  private static Status.Health health(Server server, ProcessHandle process) {
    if (OperatingSystem.isStopped(process)) {
      return Status.Health.PAUSED;
    }
    return server.ready() ? Status.Health.READY : Status.Health.UNREADY;
  }

  /** Stops all, those first that no other needs. */
  @Override
  public void close() {
    stop(servers.keySet(), Progress.SILENT);
  }

  void stop(Progress progress) {
    stop(servers.keySet(), progress);
  }

  /** Starts no more and stops what did not run before. */
  void giveUp() {
    synchronized (this) {
      givenUp = true;
    }
    stop(startedHere, Progress.SILENT);
  }

  private void stop(Collection<String> names, Progress progress) {
    if (names.contains(LINKS)) {
      healOrKillLinks();
    }
    order()
        .reversed()
        .forEach(name -> {
          if (names.contains(name) && isRunning(name)) {
            progress.entered(name, Progress.Phase.STOPPING);
            stop(name);
            progress.entered(name, Progress.Phase.STOPPED);
          }
        });
  }

  /** Resumes what is paused and heals every link. */
  void relieve() {
    servers.keySet().forEach(this::resume);
    healLinks();
  }

  /** Without them nothing would become ready, or end in peace. */
  private void healLinks() {
    if (servers.containsKey(LINKS) && isRunning(LINKS)) {
      resume(LINKS);
      links().healAll();
    }
  }

  private void healOrKillLinks() {
    try {
      healLinks();
    } catch (SandboxException _) {
      // Who waits for an answer through them learns by a reset that there is none.
      kill(LINKS);
    }
  }

  private DependencyOrder order() {
    return new DependencyOrder(
        servers.values().stream().collect(Collectors.toMap(Server::name, Server::needs)));
  }

  /** Of all servers, in the order of the topology. */
  public Set<String> names() {
    return servers.keySet();
  }

  private Server named(String name) {
    return Optional.ofNullable(servers.get(name))
        .orElseThrow(() ->
            new UsageException(
                "There is no '%s'; there are %s."
                    .formatted(name, String.join(", ", servers.keySet()))));
  }

  private Optional<ProcessHandle> running(Server server) {
    return incarnation(server).flatMap(Incarnation::process);
  }

  private Optional<Incarnation> incarnation(Server server) {
    return Incarnation.load(state.pid(server.name()));
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("Interrupted while a process ended.", e);
    }
  }
}
