package dev.orrery.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A server on the JVM that says over HTTP when it is ready.
 *
 * @param temporary its directory for temporary files, emptied at each start
 * @param port where it answers over HTTP
 * @param ports all it listens on, by name
 */
record JavaServer(
    String name,
    Supplier<JavaProgram> program,
    Path temporary,
    int port,
    Map<String, Integer> ports,
    Set<String> needs,
    List<String> jvmOptions,
    List<String> arguments,
    Map<String, String> environment,
    URI readiness)
    implements Server {

  private static final String CACHE = "app.aot";
  private static final String END_WHEN_LOADED = "-Dspring.context.exit=onRefresh";

  @Override
  public Path directory() {
    return program.get().directory();
  }

  @Override
  public void prepare() throws IOException {
    Directories.delete(temporary);
    Files.createDirectories(temporary);
  }

  @Override
  public boolean canStartFaster() {
    return program.get().spring() && !Files.exists(directory().resolve(CACHE));
  }

  /**
   * One start that ends when everything is loaded, beside the one that runs: the JVM keeps what it
   * had to find out. It only ever saves time, so where this fails an empty file says that it was
   * tried.
   */
  @Override
  public void learnToStartFaster() {
    Provisioned.once(directory().resolve(CACHE), this::train);
  }

  private void train(Path cache) throws IOException {
    List<String> training = new ArrayList<>(List.of("nice", "-n", "10"));
    training.addAll(command(List.of("-XX:AOTCacheOutput=" + cache, END_WHEN_LOADED)));
    try {
      Commands.run(directory(), environment, training);
    } catch (SandboxException e) {
      Files.writeString(directory().resolve("training-failed.log"), e.getMessage());
    }
    if (!Files.exists(cache)) {
      Files.createFile(cache);
    }
  }

  @Override
  public List<String> command() {
    return command(hasCache() ? List.of(Fingerprint.CACHE_OPTION + CACHE) : List.of());
  }

  /** An option for a cache that is not there would cost the JVM's own. */
  private boolean hasCache() {
    Path cache = directory().resolve(CACHE);
    return Files.exists(cache) && cache.toFile().length() > 0;
  }

  private List<String> command(List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Jvm.executable());
    command.addAll(jvmOptions);
    // Where a killed server leaves no litter behind for ever.
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(more);
    command.addAll(program.get().arguments());
    command.addAll(arguments);
    return List.copyOf(command);
  }

  @Override
  public boolean ready() {
    return Http.answers(readiness);
  }
}
