package dev.orrery.saga.checker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a check has found.
 *
 * @param states different worlds that were seen
 * @param events that can happen in them
 * @param depth events to the one that is farthest from the start
 * @param counterexample the shortest there is to what is broken; absent where all holds
 */
public record Verdict(
    String saga,
    int states,
    long events,
    int depth,
    Duration took,
    Optional<Counterexample> counterexample) {

  /**
   * @param broken the name of what does not hold
   * @param story what happens, a sentence each
   */
  public record Counterexample(String broken, List<String> story) {

    @Override
    public String toString() {
      var text = new StringBuilder("broken: ").append(broken);
      for (int line = 0; line < story.size(); line++) {
        text.append("%n%3d. %s".formatted(line + 1, story.get(line)));
      }
      return text.toString();
    }
  }

  /**
   * @throws AssertionError with the story, where something is broken
   */
  public void assertHolds() {
    if (counterexample.isPresent()) {
      throw new AssertionError(toString());
    }
  }

  @Override
  public String toString() {
    return "%s: %,d states, %,d events, depth %d, %d ms; messages lost, repeated and reordered without bound%n%s"
        .formatted(
            saga,
            states,
            events,
            depth,
            took.toMillis(),
            counterexample.map(Counterexample::toString).orElse("everything holds"));
  }
}
