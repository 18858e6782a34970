package dev.orrery.order.monitor;

/** What an event means to a promise. */
enum Verdict {
  /** Nothing, or nothing new: another kind of event, or one that was heard before. */
  NOTHING,
  BEGUN,
  IN_TIME,
  /** Fulfilled, and later than promised. */
  LATE
}
