package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Everything at one moment: the saga, its participants, and all that was ever sent. Immutable.
 *
 * @param <D> what the saga remembers
 */
public final class World<D> {
  private final SagaState<D> saga;
  private final Map<Participant<?>, Object> participants;
  private final Set<Message> sent;
  private final int hash;

  World(SagaState<D> saga, Map<Participant<?>, Object> participants, Set<Message> sent) {
    this.saga = saga;
    this.participants = participants;
    this.sent = sent;
    this.hash = 31 * (31 * saga.hashCode() + participants.hashCode()) + sent.hashCode();
  }

  /** The saga; attempts are counted up to two, and its times mean nothing. */
  public SagaState<D> saga() {
    return saga;
  }

  public boolean completed() {
    return saga.status() == Status.COMPLETED;
  }

  public boolean rolledBack() {
    return saga.status() == Status.ROLLED_BACK;
  }

  /** The state of a participant that was given to the checker. */
  @SuppressWarnings("unchecked") // only a state of S is ever put there
  public <S> S of(Participant<S> participant) {
    Object state = participants.get(participant);
    if (state == null) {
      throw new IllegalArgumentException(participant.name() + " is not in this world");
    }
    return (S) state;
  }

  Set<Message> sent() {
    return sent;
  }

  World<D> with(SagaState<D> next, Set<Message> more) {
    return new World<>(next, participants, plus(more));
  }

  World<D> with(Participant<?> participant, Object state, Set<Message> more) {
    Map<Participant<?>, Object> next = new HashMap<>(participants);
    next.put(participant, state);
    return new World<>(saga, next, plus(more));
  }

  private Set<Message> plus(Set<Message> more) {
    if (sent.containsAll(more)) {
      return sent;
    }
    Set<Message> all = new LinkedHashSet<>(sent);
    all.addAll(more);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof World<?> world
        && hash == world.hash
        && saga.equals(world.saga)
        && participants.equals(world.participants)
        && sent.equals(world.sent);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
