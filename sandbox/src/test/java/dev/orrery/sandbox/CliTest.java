package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As the script calls it, on a repository in which nothing is built. */
class CliTest {

  private record Answer(int exit, String text) {}

  @TempDir Path repository;

  @BeforeEach
  void anEmptyRepository() throws IOException {
    Files.createFile(repository.resolve("orrery"));
  }

  @Test
  void onlyOneAtATimeChangesWhatRuns() throws Exception {
    State state = new State(repository.resolve(".orrery")).created();
    try (Lock _ = Lock.take(state)) {
      Answer answer = cli(Map.of(), "up");
      assertThat(answer.exit()).isEqualTo(1);
      assertThat(answer.text()).startsWith("orrery: Another ./orrery is at work").hasLineCount(1);
    }
    assertThat(cli(Map.of(), "down").exit()).isZero();
  }

  @Test
  void aCommandOrNameThatIsNotIsAUsageError() throws Exception {
    assertThat(cli(Map.of(), "launch").exit()).isEqualTo(2);
    assertThat(cli(Map.of(), "up", "--clean").exit()).isEqualTo(2);
    Answer answer = cli(Map.of(), "kill", "pluto");
    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.text()).startsWith("orrery: There is no 'pluto'").hasLineCount(1);
  }

  @Test
  void demosAreListedAndOneThatIsNotIsAUsageError() throws Exception {
    Answer list = cli(Map.of(), "demo");
    assertThat(list.exit()).isZero();
    assertThat(list.text()).contains("./orrery demo saga-confirm", "./orrery demo breaker");
    Answer answer = cli(Map.of(), "demo", "pluto");
    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.text()).startsWith("orrery: There is no demo 'pluto'").hasLineCount(1);
  }

  @Test
  void aBadPortIsAUsageError() throws Exception {
    Answer answer = cli(Map.of("ORRERY_PORT_GATEWAY", "http"), "up");
    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.text()).hasLineCount(1);
  }

  @Test
  void statusSaysByItsExitThatNotAllIsWell() throws Exception {
    Answer answer = cli(Map.of(), "status");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text()).contains("payment-service    stopped");
  }

  @Test
  void whatIsNotBuiltIsSaidInOneSentence() throws Exception {
    String free = Integer.toString(Ports.oneFree());
    Answer answer = cli(Map.of("ORRERY_PORT_REDIS", free), "start", "redis");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text()).contains("redis.jar is not built").hasLineCount(1);
  }

  @Test
  void withoutLinksNothingCanBeMadeToFail() throws Exception {
    Answer answer = cli(Map.of(), "fault", "cut", "order-service:kafka");
    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.text()).contains("./orrery up --faults").hasLineCount(1);
  }

  @Test
  void aLinkOrFaultThatIsNotIsAUsageError() throws Exception {
    Shape.USUAL.withLinks().save(new State(repository.resolve(".orrery")).created().shape());
    for (String arguments :
        new String[] {
          "fault",
          "fault break order-service:kafka",
          "fault cut pluto:kafka",
          "fault delay order-service:kafka soon",
          "fault delay order-service:kafka 60001",
          "fault delay order-service:kafka"
        }) {
      Answer answer = cli(Map.of(), arguments.split(" "));
      assertThat(answer.exit()).as(arguments).isEqualTo(2);
      assertThat(answer.text()).as(arguments).startsWith("orrery: ").hasLineCount(1);
    }
  }

  @Test
  void theFaultsOfAProcessNeedNoLinks() throws Exception {
    for (String arguments : new String[] {"kill", "pause", "resume"}) {
      Answer answer = cli(Map.of(), "fault", arguments, "kafka");
      assertThat(answer.exit()).as(arguments).isEqualTo(1);
      assertThat(answer.text()).as(arguments).isEqualTo("orrery: kafka does not run.");
      assertThat(cli(Map.of(), "fault", arguments).exit()).isEqualTo(2);
      assertThat(cli(Map.of(), "fault", arguments, "pluto").exit()).isEqualTo(2);
    }
  }

  @Test
  void anIssuerThatDoesNotRunIsSaidInOneSentence() throws Exception {
    String free = Integer.toString(Ports.oneFree());
    Answer answer = cli(Map.of("ORRERY_PORT_DISCOVERY", free), "token", "operator");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text()).contains("issuer of tokens does not answer").hasLineCount(1);
    assertThat(cli(Map.of(), "token", "pluto").exit()).isEqualTo(2);
    assertThat(cli(Map.of(), "token", "customer", "operator").exit()).isEqualTo(2);
  }

  @Test
  void linksThatDoNotRunAreSaidInOneSentence() throws Exception {
    Shape.USUAL.withLinks().save(new State(repository.resolve(".orrery")).created().shape());
    String free = Integer.toString(Ports.oneFree());
    Answer answer = cli(Map.of("ORRERY_PORT_LINKS", free), "fault", "list");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.text()).contains("links do not answer").hasLineCount(1);
  }

  private Answer cli(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Jvm.executable(),
                "-Dorrery.home=" + repository,
                "-cp",
                System.getProperty("java.class.path"),
                Cli.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ORRERY_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text.strip());
  }
}
