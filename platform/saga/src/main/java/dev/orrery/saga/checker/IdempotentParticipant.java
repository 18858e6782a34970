package dev.orrery.saga.checker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A participant that does what it is told, once each, and answers a repetition as it did the first
 * time. Its state is the names of the commands that it has carried out, without their packages.
 */
public final class IdempotentParticipant implements Participant<Set<String>> {
  private final String name;
  private final Map<Class<?>, Object> replies = new HashMap<>();
  private final List<Object> failures = new ArrayList<>();

  private IdempotentParticipant(String name) {
    this.name = name;
  }

  public static IdempotentParticipant named(String name) {
    return new IdempotentParticipant(name);
  }

  public IdempotentParticipant does(Class<?> command, Object done) {
    replies.put(command, done);
    return this;
  }

  /** Any command may be answered so instead, though not for ever, and nothing has happened then. */
  public IdempotentParticipant mayFail(Object reply) {
    failures.add(reply);
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<String> initial() {
    return Set.of();
  }

  @Override
  public boolean takes(Object command) {
    return replies.containsKey(command.getClass());
  }

  @Override
  public List<Outcome<Set<String>>> on(Set<String> state, Object command) {
    Object reply = replies.get(command.getClass());
    if (reply == null) {
      throw new IllegalArgumentException(
          name + " does not take " + command.getClass().getSimpleName());
    }
    Set<String> done = new TreeSet<>(state);
    done.add(command.getClass().getSimpleName());
    List<Outcome<Set<String>>> outcomes = new ArrayList<>();
    outcomes.add(Outcome.of(done, reply));
    failures.forEach(failure -> outcomes.add(Outcome.notNow(state, failure)));
    return outcomes;
  }
}
