package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orrery.sandbox.Status.Health;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

  @TempDir Path directory;

  private final List<Sandbox> opened = new ArrayList<>();
  private final int moon = Ports.oneFree();
  private final int earth = Ports.oneFree();

  @AfterEach
  void stopAll() {
    opened.forEach(Sandbox::close);
  }

  @Test
  void startsInOrderOfNeedAndStopsInReverse() {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Progress listener = (name, phase) -> told.add(name + " " + phase);
    Sandbox sandbox = planets();

    sandbox.start(listener);
    sandbox.stop(listener);

    assertThat(told)
        .containsSubsequence(
            "earth STARTING",
            "earth READY",
            "moon STARTING",
            "moon READY",
            "moon STOPPING",
            "moon STOPPED",
            "earth STOPPING",
            "earth STOPPED");
    assertThat(sandbox.status()).allMatch(status -> status.health() == Health.STOPPED);
  }

  @Test
  void aSecondStartOnlyStartsWhatIsMissing() {
    Sandbox sandbox = planets();
    sandbox.start();
    long earthBefore = pid(sandbox, "earth");
    long moonBefore = pid(sandbox, "moon");

    sandbox.kill("moon");
    assertThat(sandbox.isRunning("moon")).isFalse();
    planets().start();

    assertThat(pid(sandbox, "earth")).isEqualTo(earthBefore);
    assertThat(pid(sandbox, "moon")).isPositive().isNotEqualTo(moonBefore);
  }

  @Test
  void aServerFindsAnEmptyDirectoryForTemporaryFilesAtEachStart() throws Exception {
    Sandbox sandbox = sandbox(FakeServer.answering("earth", earth));
    sandbox.start();
    Path litter = Files.createFile(FakeServer.TEMPORARY.resolve("earth/litter"));

    sandbox.kill("earth");
    sandbox.start("earth");

    assertThat(litter).doesNotExist();
    assertThat(litter.getParent()).isEmptyDirectory();
  }

  @Test
  void whatWouldBeStartedDifferentlyTodayIsStartedAnew() {
    Sandbox before = sandbox(FakeServer.answering("earth", earth));
    before.start();
    long pid = pid(before, "earth");

    Sandbox after = sandbox(FakeServer.with(Map.of("SEASON", "winter"), "earth", earth));
    after.start();

    assertThat(pid(after, "earth")).isPositive().isNotEqualTo(pid);
  }

  @Test
  void aPausedServerIsToldAsPausedAndGoesOnWhenResumed() {
    Sandbox sandbox = sandbox(FakeServer.answering("earth", earth));
    sandbox.start();

    sandbox.pause("earth");
    await().until(() -> health(sandbox, "earth") == Health.PAUSED);

    sandbox.resume("earth");
    await().until(() -> health(sandbox, "earth") == Health.READY);
  }

  @Test
  void stopsAPausedServerToo() {
    Sandbox sandbox = sandbox(FakeServer.answering("earth", earth));
    sandbox.start();
    sandbox.pause("earth");

    sandbox.stop("earth");

    assertThat(sandbox.isRunning("earth")).isFalse();
  }

  @Test
  void aDeadChildIsToldWithTheEndOfItsLogAndTheOthersAreTakenBack() {
    Sandbox sandbox =
        sandbox(FakeServer.answering("earth", earth), FakeServer.dying("moon", "earth"));

    assertThatThrownBy(sandbox::start)
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("moon ended before it was ready")
        .hasMessageContaining("I cannot go on");

    sandbox.giveUp();
    assertThat(sandbox.isRunning("earth")).isFalse();
  }

  @Test
  void givingUpLeavesWhatRanBefore() {
    planetsOnlyEarth().start();
    Sandbox second =
        sandbox(FakeServer.answering("earth", earth), FakeServer.dying("moon", "earth"));

    assertThatThrownBy(second::start).isInstanceOf(SandboxException.class);
    second.giveUp();

    assertThat(second.isRunning("earth")).isTrue();
  }

  @Test
  void aPortInUseIsToldWithItsOwnerAndTheVariableThatMovesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Sandbox sandbox = sandbox(FakeServer.answering("order-service", taken.getLocalPort()));

      assertThatThrownBy(sandbox::start)
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .hasMessageContaining("ORRERY_PORT_ORDER_SERVICE");
    }
  }

  @Test
  void aPidFileOfAnotherProcessWithTheSameIdMeansThatItDoesNotRun() {
    Sandbox sandbox = sandbox(FakeServer.answering("earth", earth));
    Instant anotherTime = Instant.now().minus(Duration.ofDays(1));
    new Incarnation(ProcessHandle.current().pid(), anotherTime, "")
        .save(new State(directory).created().pid("earth"));

    assertThat(sandbox.isRunning("earth")).isFalse();
    sandbox.kill("earth");
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> planets().kill("pluto"))
        .isInstanceOf(UsageException.class)
        .hasMessage("There is no 'pluto'; there are earth, moon.");
  }

  private Sandbox planets() {
    return sandbox(
        FakeServer.answering("earth", earth), FakeServer.answering("moon", moon, "earth"));
  }

  private Sandbox planetsOnlyEarth() {
    return sandbox(FakeServer.answering("earth", earth));
  }

  private Sandbox sandbox(Server... servers) {
    Sandbox sandbox =
        new Sandbox(new State(directory), Ports.free(), List.of(servers), Ties.none());
    opened.add(sandbox);
    return sandbox;
  }

  private static Health health(Sandbox sandbox, String name) {
    return status(sandbox, name).health();
  }

  private static long pid(Sandbox sandbox, String name) {
    return status(sandbox, name).pid();
  }

  private static Status status(Sandbox sandbox, String name) {
    return sandbox.status().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }
}
