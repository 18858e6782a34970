package dev.orrery.saga;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance is.
 *
 * @param branches the steps of the group that is being done or undone, at least one; at the end,
 *     those that were last
 * @param skipped the steps whose condition did not hold when they were reached, one bit each
 * @param due when, without an answer, something is to be done
 * @param deadline when, before the pivot, the whole is given up
 */
public record SagaState<D>(
    UUID id,
    Status status,
    List<Branch> branches,
    long skipped,
    Instant due,
    Instant deadline,
    D data) {

  public enum Status {
    DOING,
    UNDOING,
    COMPLETED,
    ROLLED_BACK,
    /** Given up by an operator, as it stood. */
    ABANDONED;

    public boolean isTerminal() {
      return switch (this) {
        case DOING, UNDOING -> false;
        case COMPLETED, ROLLED_BACK, ABANDONED -> true;
      };
    }
  }

  /** The first step of those that are being done or undone. */
  public int step() {
    return branches.getFirst().step();
  }

  /** Where the branch of this step is among the branches, if it is open, or -1. */
  int openBranch(int step) {
    for (int i = 0; i < branches.size(); i++) {
      if (branches.get(i).step() == step && branches.get(i).isOpen()) {
        return i;
      }
    }
    return -1;
  }

  boolean isWaiting() {
    return branches.stream().anyMatch(Branch::isOpen);
  }

  List<Branch> replace(int at, Branch branch) {
    if (branches.size() == 1) {
      return List.of(branch);
    }
    Branch[] next = branches.toArray(Branch[]::new);
    next[at] = branch;
    return List.of(next);
  }

  SagaState<D> skipping(long steps) {
    return new SagaState<>(id, status, branches, steps, due, deadline, data);
  }

  SagaState<D> with(List<Branch> next, D remembered) {
    return new SagaState<>(id, status, next, skipped, earliest(next, due), deadline, remembered);
  }

  SagaState<D> ended(Status end, D remembered, Instant now) {
    return new SagaState<>(id, end, branches, skipped, now, deadline, remembered);
  }

  /** When the first of the open branches is due. */
  static Instant earliest(List<Branch> branches, Instant otherwise) {
    @Nullable Instant first = null;
    for (int i = 0; i < branches.size(); i++) {
      Branch branch = branches.get(i);
      if (branch.isOpen() && (first == null || branch.due().isBefore(first))) {
        first = branch.due();
      }
    }
    return first == null ? otherwise : first;
  }
}
