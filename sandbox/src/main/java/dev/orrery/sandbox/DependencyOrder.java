package dev.orrery.sandbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which has to come before which. Free of cycles.
 *
 * @param needs by name, the names it waits for
 */
record DependencyOrder(Map<String, Set<String>> needs) {

  /** The other way round: those who are needed wait for those who need them. */
  DependencyOrder reversed() {
    Map<String, Set<String>> neededBy = new HashMap<>();
    needs.keySet().forEach(name -> neededBy.put(name, new HashSet<>()));
    needs.forEach((name, others) ->
        others.forEach(other -> neededBy.computeIfAbsent(other, _ -> new HashSet<>()).add(name)));
    return new DependencyOrder(neededBy);
  }

  /**
   * Does it for all, at the same time where no one waits for the other. After the first failure no
   * more is begun, what goes on is interrupted, and when that has ended the failure is thrown.
   */
  void forEach(Consumer<String> action) {
    Map<String, CompletableFuture<Void>> done = new HashMap<>();
    needs.keySet().forEach(name -> done.put(name, new CompletableFuture<>()));
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String name : needs.keySet()) {
        threads.execute(() -> {
          try {
            awaited(name, done);
            action.accept(name);
            future(name, done).complete(null);
          } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            threads.shutdownNow();
          }
        });
      }
    }
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private void awaited(String name, Map<String, CompletableFuture<Void>> done) {
    try {
      for (String other : needs.getOrDefault(name, Set.of())) {
        future(other, done).get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new SandboxException(name + " was not begun.", e);
    }
  }

  private static CompletableFuture<Void> future(
      String name, Map<String, CompletableFuture<Void>> done) {
    return Objects.requireNonNull(done.get(name), name);
  }
}
