package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything at one moment: the saga, its participants, and all that was sent and may still matter.
 * Immutable.
 *
 * @param <D> what the saga remembers
 */
public final class World<D> {
  private final Cast cast;
  private final SagaState<D> saga;
  private final List<Object> participants;
  private final BitSet sent;
  private final int hash;

  /**
   * @param sent the numbers of messages in the cast; not to be changed any more
   */
  World(Cast cast, SagaState<D> saga, List<Object> participants, BitSet sent) {
    this.cast = cast;
    this.saga = saga;
    this.participants = participants;
    this.sent = sent;
    this.hash = 31 * (31 * saga.hashCode() + participants.hashCode()) + sent.hashCode();
  }

  static <D> World<D> first(Cast cast, SagaState<D> saga, Set<? extends Message> sent) {
    List<Object> untouched = new ArrayList<>();
    cast.participants().forEach(participant -> untouched.add(participant.initial()));
    return new World<>(cast, saga, untouched, new BitSet()).with(saga, sent);
  }

  /**
   * The saga; only as many attempts are counted as make a difference, and its times mean nothing.
   */
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
    return (S) participants.get(cast.indexOf(participant));
  }

  /** Who may not be as he is now that the saga has ended, in words. */
  Optional<String> leftBehind() {
    return cast.participants().stream()
        .filter(this::isLeftBehind)
        .findFirst()
        .map(it ->
            "%s is never left %s when the saga is %s".formatted(it.name(), of(it), saga.status()));
  }

  private <S> boolean isLeftBehind(Participant<S> participant) {
    return !participant.mayBeLeft(of(participant), saga.status());
  }

  /** Whether a step was asked for, or its code has run. */
  boolean mayHaveDone(int step) {
    return sent().stream()
        .anyMatch(message ->
            switch (message) {
              case Message.Asked(var action, int asked, var _) ->
                  action == Action.DO && asked == step;
              case Message.Ran(var action, int ran) -> action == Action.DO && ran == step;
              case Message.Answered _, Message.Stray _ -> false;
            });
  }

  /** Commands on their way, answers that are listened to, and what code has run. */
  List<Message> sent() {
    return sent.stream().mapToObj(cast::message).toList();
  }

  World<D> with(SagaState<D> next, Set<? extends Message> more) {
    return new World<>(cast, next, participants, plus(next, more));
  }

  World<D> with(Participant<?> participant, Object state, Set<? extends Message> more) {
    List<Object> next = participants;
    int index = cast.indexOf(participant);
    if (!participants.get(index).equals(state)) {
      next = new ArrayList<>(participants);
      next.set(index, state);
    }
    return new World<>(cast, saga, next, plus(saga, more));
  }

  /** With more messages, and without the answers that the saga will never again listen to. */
  private BitSet plus(SagaState<D> listener, Set<? extends Message> more) {
    var all = (BitSet) sent.clone();
    more.forEach(message -> all.set(cast.number(message)));
    for (int at = all.nextSetBit(0); at >= 0; at = all.nextSetBit(at + 1)) {
      if (cast.message(at) instanceof Message.Answered answer && !Listening.to(answer, listener)) {
        all.clear(at);
      }
    }
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof World<?> world
            && hash == world.hash
            && sent.equals(world.sent)
            && participants.equals(world.participants)
            && saga.equals(world.saga);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
