package dev.orrery.saga.checker;

import dev.orrery.saga.Branch;
import dev.orrery.saga.Branch.Progress;
import dev.orrery.saga.SagaState;
import dev.orrery.saga.Signal.Action;

/** To what a saga listens. A step that is closed is never opened again in the same direction. */
final class Listening {
  private Listening() {}

  static boolean to(Message.Answered answer, SagaState<?> saga) {
    boolean direction =
        switch (saga.status()) {
          case DOING -> answer.action() == Action.DO;
          case UNDOING -> answer.action() == Action.UNDO;
          case COMPLETED, ROLLED_BACK, ABANDONED -> false;
        };
    for (int i = 0; direction && i < saga.branches().size(); i++) {
      Branch branch = saga.branches().get(i);
      if (branch.step() == answer.step() && isOpen(branch)) {
        return true;
      }
    }
    return false;
  }

  static boolean isOpen(SagaState<?> saga, Branch branch) {
    return !saga.status().isTerminal() && isOpen(branch);
  }

  private static boolean isOpen(Branch branch) {
    return branch.progress() == Progress.WAITING || branch.progress() == Progress.RESTING;
  }
}
