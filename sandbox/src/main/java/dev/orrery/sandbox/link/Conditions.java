package dev.orrery.sandbox.link;

/**
 * How a link is.
 *
 * @param cut its connections are reset and new ones refused
 * @param upstream from the one who connects to the one who listens: requests
 * @param downstream back from the one who listens: answers
 */
public record Conditions(boolean cut, Way upstream, Way downstream) {

  public static final Conditions HEALED = new Conditions(false, Way.CLEAR, Way.CLEAR);

  public static Conditions cutOff() {
    return new Conditions(true, Way.CLEAR, Way.CLEAR);
  }

  /** Answers come later by this much. */
  public static Conditions delayed(long millis) {
    return new Conditions(false, Way.CLEAR, Way.late(millis));
  }

  /** A black hole both ways. */
  public static Conditions stalled() {
    return new Conditions(false, Way.silent(), Way.silent());
  }
}
