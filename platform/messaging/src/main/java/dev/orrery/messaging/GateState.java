package dev.orrery.messaging;

/**
 * What is known of a backlog: its size when it was last looked at, and what was let in since. What
 * has left meanwhile is not known, so the true backlog is never larger by what is let in here.
 * Pure.
 */
record GateState(WaterMarks marks, boolean closed, long backlog) {

  static GateState unknown(WaterMarks marks) {
    return new GateState(marks, false, 0);
  }

  GateState letIn(long more) {
    return new GateState(marks, closed, backlog + more);
  }

  /** It may have reached the high mark; whether it has, only a look can tell. */
  boolean mayBeFull() {
    return !closed && backlog >= marks.high();
  }

  GateState seen(long size) {
    return new GateState(marks, marks.stopped(closed, size), size);
  }

  /** What may be full and cannot be looked at is full. */
  GateState notSeen() {
    return new GateState(marks, closed || mayBeFull(), backlog);
  }
}
