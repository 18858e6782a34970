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

/** A server on the JVM that says over HTTP when it is ready. */
record JavaServer(
    String name,
    Supplier<JavaProgram> program,
    int port,
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
    if (program.get().spring()) {
      Provisioned.once(directory().resolve(CACHE), this::train);
    }
  }

  /**
   * One start that ends when everything is loaded, to keep what the JVM had to find out for it. It
   * only ever saves time: where this fails there is an empty cache, which the JVM passes over.
   */
  private void train(Path cache) throws IOException {
    try {
      Commands.run(
          directory(),
          environment,
          command(List.of("-XX:AOTCacheOutput=" + cache, END_WHEN_LOADED)));
    } catch (SandboxException e) {
      Files.writeString(directory().resolve("training-failed.log"), e.getMessage());
    }
    if (!Files.exists(cache)) {
      Files.createFile(cache);
    }
  }

  @Override
  public List<String> command() {
    return program.get().spring() ? command(List.of("-XX:AOTCache=" + CACHE)) : command(List.of());
  }

  private List<String> command(List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Jvm.executable());
    command.addAll(jvmOptions);
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
