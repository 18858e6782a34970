package dev.orrery.saga.checker;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.checker.TccParticipant.Tcc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A resource that is tried, then confirmed or cancelled; what was confirmed may be returned. It may
 * refuse the try, it answers what is repeated as it did the first time, and it remembers a cancel
 * that came before the try. What is confirmed can no longer be cancelled.
 *
 * <p>After a roll-back nothing may be left tried or confirmed; after completion nothing may be left
 * tried, if there is a command that confirms.
 */
public final class TccParticipant implements Participant<Tcc> {

  public enum Tcc {
    UNTOUCHED,
    TRIED,
    REFUSED,
    CONFIRMED,
    CANCELLED,
    RETURNED
  }

  private final String name;
  private final Map<Class<?>, Function<Tcc, List<Outcome<Tcc>>>> moves = new HashMap<>();
  private final List<Object> failures = new ArrayList<>();
  private Tcc initial = Tcc.UNTOUCHED;
  private boolean isConfirmed;

  private TccParticipant(String name) {
    this.name = name;
  }

  public static TccParticipant named(String name) {
    return new TccParticipant(name);
  }

  /** As it is before the saga begins; untouched unless told. */
  public TccParticipant startsAs(Tcc state) {
    initial = state;
    return this;
  }

  /** The command that tries, and the answers to it. */
  public TccParticipant tries(Class<?> command, Object done, Object refused) {
    return on(
        command,
        state ->
            switch (state) {
              case UNTOUCHED ->
                  List.of(Outcome.of(Tcc.TRIED, done), Outcome.of(Tcc.REFUSED, refused));
              case TRIED, CONFIRMED, RETURNED -> List.of(Outcome.of(state, done));
              case REFUSED, CANCELLED -> List.of(Outcome.of(state, refused));
            });
  }

  /** The command that confirms, and the answers to it; refused is what was not tried. */
  public TccParticipant confirms(Class<?> command, Object done, Object refused) {
    isConfirmed = true;
    return on(
        command,
        state ->
            switch (state) {
              case TRIED, CONFIRMED -> List.of(Outcome.of(Tcc.CONFIRMED, done));
              case RETURNED -> List.of(Outcome.of(state, done));
              case UNTOUCHED, REFUSED, CANCELLED -> List.of(Outcome.of(state, refused));
            });
  }

  /** The command that cancels, and the answers to it; refused is what was confirmed. */
  public TccParticipant cancels(Class<?> command, Object done, Object refused) {
    return cancels(command, done, state -> Outcome.of(state, refused));
  }

  /** The command that cancels, and the answer to it; there is none where it was confirmed. */
  public TccParticipant cancels(Class<?> command, Object done) {
    return cancels(command, done, Outcome::silent);
  }

  private TccParticipant cancels(
      Class<?> command, Object done, Function<Tcc, Outcome<Tcc>> refused) {
    return on(
        command,
        state ->
            switch (state) {
              case CONFIRMED, RETURNED -> List.of(refused.apply(state));
              case UNTOUCHED, TRIED, REFUSED, CANCELLED -> List.of(Outcome.of(Tcc.CANCELLED, done));
            });
  }

  /** The command that takes back what was confirmed, and the answers to it. */
  public TccParticipant returns(Class<?> command, Object done, Object refused) {
    return on(
        command,
        state ->
            switch (state) {
              case CONFIRMED, RETURNED -> List.of(Outcome.of(Tcc.RETURNED, done));
              case UNTOUCHED, TRIED, REFUSED, CANCELLED -> List.of(Outcome.of(state, refused));
            });
  }

  /** Any command may be answered so instead, though not for ever, and nothing has happened then. */
  public TccParticipant mayFail(Object reply) {
    failures.add(reply);
    return this;
  }

  private TccParticipant on(Class<?> command, Function<Tcc, List<Outcome<Tcc>>> move) {
    moves.put(command, move);
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Tcc initial() {
    return initial;
  }

  @Override
  public boolean takes(Object command) {
    return moves.containsKey(command.getClass());
  }

  @Override
  public List<Outcome<Tcc>> on(Tcc state, Object command) {
    var move = moves.get(command.getClass());
    if (move == null) {
      throw new IllegalArgumentException(
          name + " does not take " + command.getClass().getSimpleName());
    }
    List<Outcome<Tcc>> outcomes = new ArrayList<>(move.apply(state));
    failures.forEach(failure -> outcomes.add(Outcome.notNow(state, failure)));
    return outcomes;
  }

  @Override
  public boolean mayBeLeft(Tcc state, Status end) {
    return switch (end) {
      case ROLLED_BACK -> state != Tcc.TRIED && state != Tcc.CONFIRMED;
      case COMPLETED -> !(isConfirmed && state == Tcc.TRIED);
      case DOING, UNDOING, ABANDONED -> true;
    };
  }
}
