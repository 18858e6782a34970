package dev.orrery.saga.checker;

import dev.orrery.saga.checker.TccParticipant.Tcc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A resource that is tried, then confirmed or cancelled. It may refuse the try, it answers what is
 * repeated as it did the first time, and it remembers a cancel that came before the try. What is
 * confirmed can no longer be cancelled.
 */
public final class TccParticipant implements Participant<Tcc> {

  public enum Tcc {
    UNTOUCHED,
    TRIED,
    REFUSED,
    CONFIRMED,
    CANCELLED
  }

  private final String name;
  private final Map<Class<?>, Function<Tcc, List<Outcome<Tcc>>>> moves = new HashMap<>();

  private TccParticipant(String name) {
    this.name = name;
  }

  public static TccParticipant named(String name) {
    return new TccParticipant(name);
  }

  /** The command that tries, and the answers to it. */
  public TccParticipant tries(Class<?> command, Object done, Object refused) {
    var yes = new Outcome<>(Tcc.TRIED, done);
    moves.put(
        command,
        state ->
            switch (state) {
              case UNTOUCHED -> List.of(yes, new Outcome<>(Tcc.REFUSED, refused));
              case TRIED, CONFIRMED -> List.of(new Outcome<>(state, done));
              case REFUSED, CANCELLED -> List.of(new Outcome<>(state, refused));
            });
    return this;
  }

  /** The command that confirms, and the answers to it; refused is what was not tried. */
  public TccParticipant confirms(Class<?> command, Object done, Object refused) {
    moves.put(
        command,
        state ->
            switch (state) {
              case TRIED, CONFIRMED -> List.of(new Outcome<>(Tcc.CONFIRMED, done));
              case UNTOUCHED, REFUSED, CANCELLED -> List.of(new Outcome<>(state, refused));
            });
    return this;
  }

  /** The command that cancels, and the answers to it; refused is what was confirmed. */
  public TccParticipant cancels(Class<?> command, Object done, Object refused) {
    moves.put(
        command,
        state ->
            switch (state) {
              case CONFIRMED -> List.of(new Outcome<>(state, refused));
              case UNTOUCHED, TRIED, REFUSED, CANCELLED ->
                  List.of(new Outcome<>(Tcc.CANCELLED, done));
            });
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Tcc initial() {
    return Tcc.UNTOUCHED;
  }

  @Override
  public List<Outcome<Tcc>> on(Tcc state, Object command) {
    var move = moves.get(command.getClass());
    if (move == null) {
      throw new IllegalArgumentException(
          name + " does not take " + command.getClass().getSimpleName());
    }
    return move.apply(state);
  }
}
