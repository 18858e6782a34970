package dev.orrery.saga.checker;

import dev.orrery.saga.Local;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaEngine;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.Signal;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.Transition;
import dev.orrery.saga.Transition.LocalCall;
import dev.orrery.saga.checker.Message.Asked;
import dev.orrery.saga.checker.Message.Ran;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Moves the saga as its runtime does: the engine decides, and code of a step runs in the same
 * transaction, its outcome being the next signal.
 *
 * @param models what may come of the code of a step, by its name, where it is not run itself
 */
record Moves<D>(SagaDefinition<D> saga, Map<String, Function<D, List<Local<D>>>> models) {
  private static final UUID ID = new UUID(0, 0);

  /**
   * What one transaction has come to.
   *
   * @param left the commands that were sent and the code that has run, in this order in time
   */
  record Move<D>(SagaState<D> state, Set<Message> left) {}

  List<Move<D>> start(D data) {
    return follow(SagaEngine.start(saga, ID, data, Timers.NOW), Set.of(), Timers.NOW);
  }

  List<Move<D>> on(SagaState<D> state, Signal signal, Instant now) {
    return follow(SagaEngine.on(saga, state, signal, now), Set.of(), now);
  }

  private List<Move<D>> follow(Transition<D> transition, Set<Message> before, Instant now) {
    SagaState<D> state = transition.state();
    Set<Message> left = new LinkedHashSet<>(before);
    transition
        .dispatches()
        .forEach(it -> left.add(new Asked(it.action(), it.step(), it.command())));
    if (transition.local().isEmpty()) {
      return List.of(new Move<>(Timers.timeless(saga, state), left));
    }
    LocalCall<D> code = transition.local().get();
    left.add(new Ran(code.action(), code.step()));
    List<Move<D>> moves = new ArrayList<>();
    for (Signal outcome : outcomes(code, state.data())) {
      moves.addAll(follow(SagaEngine.on(saga, state, outcome, now), left, now));
    }
    return moves;
  }

  private List<Signal> outcomes(LocalCall<D> code, D data) {
    var model = code.action() == Action.DO ? models.get(saga.stepName(code.step())) : null;
    return model == null
        ? List.of(code.run(data))
        : model.apply(data).stream()
            .<Signal>map(it -> new Signal.Replied(code.action(), code.step(), it))
            .toList();
  }
}
