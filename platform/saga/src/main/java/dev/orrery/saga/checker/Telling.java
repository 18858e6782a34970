package dev.orrery.saga.checker;

import dev.orrery.saga.Branch;
import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaDefinition;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.Signal.Action;
import dev.orrery.saga.checker.Message.Answered;
import dev.orrery.saga.checker.Message.Asked;
import dev.orrery.saga.checker.Message.Ran;
import dev.orrery.saga.checker.Message.Stray;
import dev.orrery.saga.checker.Moves.Move;
import dev.orrery.saga.checker.Participant.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells in words what happens. */
record Telling<D>(SagaDefinition<D> saga) {
  private static final int WORDS_AT_MOST = 40;

  String started(Move<D> move) {
    return sentence("The saga starts", acts(move));
  }

  /** What the saga did and why, as in "The saga hears No, turns back and sends Free." */
  String moved(String why, SagaState<D> before, Move<D> move) {
    List<String> acts = new ArrayList<>();
    if (before.status() == Status.DOING && move.state().status() == Status.UNDOING) {
      acts.add("turns back");
    }
    acts.addAll(acts(move));
    if (acts.isEmpty()) {
      acts.add(quietly(before, move.state()));
    }
    return sentence(why, acts);
  }

  static String carriedOut(Participant<?> who, Message message, Outcome<?> outcome) {
    String command =
        switch (message) {
          case Asked asked -> name(asked.command().payload());
          case Stray stray -> name(stray.command().payload()) + ", which others have sent,";
          case Answered _, Ran _ -> throw new IllegalArgumentException("no command: " + message);
        };
    return "%s takes %s and %s: it is %s."
        .formatted(
            who.name(),
            command,
            outcome.reply().map(it -> "answers " + name(it)).orElse("does not answer"),
            outcome.state());
  }

  String names(Collection<Integer> steps) {
    return steps.stream().sorted().map(saga::stepName).collect(Collectors.joining(" and "));
  }

  static String name(Object message) {
    if (!(message instanceof Record)) {
      return message.toString();
    }
    String kind = message.getClass().getSimpleName();
    String all = message.toString();
    return all.equals(kind + "[]") || all.length() > WORDS_AT_MOST ? kind : all;
  }

  private List<String> acts(Move<D> move) {
    List<String> acts = new ArrayList<>();
    for (Message message : move.left()) {
      switch (message) {
        case Asked(var action, int step, var command) ->
            acts.add("sends %s (%s)".formatted(name(command.payload()), aim(action, step)));
        case Ran(var action, int step) -> acts.add("runs the code that " + does(action, step));
        case Answered _, Stray _ -> {}
      }
    }
    if (move.state().status().isTerminal()) {
      acts.add("is " + move.state().status());
    }
    return acts;
  }

  private String aim(Action action, int step) {
    return action == Action.UNDO ? "undoes " + saga.stepName(step) : saga.stepName(step);
  }

  private String does(Action action, int step) {
    return (action == Action.UNDO ? "undoes " : "does ") + saga.stepName(step);
  }

  private String quietly(SagaState<D> before, SagaState<D> after) {
    if (before.equals(after)) {
      return "does nothing";
    }
    Set<Branch> changed =
        after.branches().stream()
            .filter(branch -> !before.branches().contains(branch))
            .collect(Collectors.toSet());
    List<Integer> givenUp =
        changed.stream()
            .filter(branch -> branch.progress() == Progress.UNKNOWN)
            .map(Branch::step)
            .toList();
    if (!givenUp.isEmpty()) {
      return "gives up " + names(givenUp);
    }
    return changed.stream().anyMatch(branch -> branch.progress() == Progress.RESTING)
        ? "will ask again"
        : "waits for the others";
  }

  /** The first of these acts and the others, as one sentence. */
  private static String sentence(String first, List<String> others) {
    var sentence = new StringBuilder(first);
    for (int i = 0; i < others.size(); i++) {
      sentence.append(i == others.size() - 1 ? " and " : ", ").append(others.get(i));
    }
    return sentence.append('.').toString();
  }
}
