package dev.orrery.sandbox.demo;

import dev.orrery.sandbox.shop.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers and how long each was waited for. */
record Calls(List<Timed> all) {

  record Timed(Answer answer, Duration took) {

    /** Which guard refused, as the problem says; empty where none did. */
    String guard() {
      return answer.isSuccess() ? "" : answer.json().path("guard").asString("");
    }
  }

  static Timed one(Supplier<Answer> call) {
    long begin = System.nanoTime();
    Answer answer = call.get();
    return new Timed(answer, Duration.ofNanos(System.nanoTime() - begin));
  }

  static Calls oneByOne(int times, Supplier<Answer> call) {
    return new Calls(Stream.generate(() -> one(call)).limit(times).toList());
  }

  static Calls atOnce(int times, Supplier<Answer> call) {
    Callable<Timed> timed = () -> one(call);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Timed>> calls =
          Stream.generate(() -> callers.submit(timed)).limit(times).toList();
      for (Future<Timed> each : calls) {
        each.get();
      }
      return new Calls(calls.stream().map(Future::resultNow).toList());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Calls refusedBy(String... guards) {
    return new Calls(all.stream().filter(call -> List.of(guards).contains(call.guard())).toList());
  }

  Calls succeeded() {
    return new Calls(all.stream().filter(call -> call.answer().isSuccess()).toList());
  }

  int count() {
    return all.size();
  }

  Duration median() {
    return all.stream().map(Timed::took).sorted().toList().get(all.size() / 2);
  }
}
