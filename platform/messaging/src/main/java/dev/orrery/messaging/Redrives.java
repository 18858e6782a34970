package dev.orrery.messaging;

import dev.orrery.messaging.DeadLetter.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives dead letters to the handler that failed at them, in one transaction with the inbox and the
 * letter's new status: after a crash at any line, either all of it holds or the letter is as it
 * was. Thread-safe, also across instances.
 */
final class Redrives {
  private static final Logger log = LoggerFactory.getLogger(Redrives.class);

  private final List<InboxHandler<?>> handlers;
  private final Inbox inbox;
  private final DeadLetterStore store;
  private final MessageReader reader;
  private final MessageTraces traces;
  private final TransactionOperations transactions;
  private final MessagingProperties properties;
  private final MeterRegistry meters;

  Redrives(
      List<InboxHandler<?>> handlers,
      Inbox inbox,
      DeadLetterStore store,
      MessageReader reader,
      MessageTraces traces,
      TransactionOperations transactions,
      MessagingProperties properties,
      MeterRegistry meters) {
    this.handlers = handlers;
    this.inbox = inbox;
    this.store = store;
    this.reader = reader;
    this.traces = traces;
    this.transactions = transactions;
    this.properties = properties;
    this.meters = meters;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** It had its effect, now or before. */
    record Redriven(DeadLetter letter) implements Outcome {}

    /** It failed again, and is kept. */
    record Failed(DeadLetter letter, String reason) implements Outcome {}

    /** It has no effect, nor has its message when it is delivered again. */
    record Discarded(DeadLetter letter) implements Outcome {}
  }

  /**
   * Redrives one letter now; empty where there is none of this id. An outage is thrown, and leaves
   * the letter as it was.
   */
  Optional<Outcome> redrive(long id, @Nullable String operator) {
    return redrive(() -> store.lock(id), operator);
  }

  /** As {@link #redrive}, for the letter that is next in the queue. */
  Optional<Outcome> redriveNext() {
    return redrive(store::nextQueued, null);
  }

  /**
   * Takes the letter out of all handling; empty where there is none of this id. Where its message
   * took effect in another delivery, the letter is marked as redriven instead.
   */
  Optional<Outcome> discard(long id, String reason, @Nullable String operator) {
    return executed(() -> store.lock(id).map(letter -> decideAgainst(letter, reason, operator)));
  }

  private Optional<Outcome> redrive(
      Supplier<Optional<DeadLetter>> choice, @Nullable String operator) {
    var chosen = new DeadLetter[1];
    try {
      return executed(() ->
          choice
              .get()
              .map(letter -> {
                chosen[0] = letter;
                return decide(letter, operator);
              }));
    } catch (RuntimeException e) {
      if (chosen[0] == null || Outage.is(e)) {
        throw e;
      }
      return Optional.of(failed(chosen[0], e, operator));
    }
  }

  private Outcome decide(DeadLetter letter, @Nullable String operator) {
    return switch (letter.status()) {
      case REDRIVEN -> new Outcome.Redriven(letter);
      case DISCARDED -> new Outcome.Discarded(letter);
      case KEPT, QUEUED -> {
        String action = handle(handler(letter), letter) == 0 ? "ALREADY_APPLIED" : "APPLIED";
        yield redriven(letter, action, operator);
      }
    };
  }

  private Outcome decideAgainst(DeadLetter letter, String reason, @Nullable String operator) {
    return switch (letter.status()) {
      case REDRIVEN -> new Outcome.Redriven(letter);
      case DISCARDED -> new Outcome.Discarded(letter);
      case KEPT, QUEUED -> {
        UUID message = letter.messageId();
        if (message != null && inbox.record(letter.group(), List.of(message)).isEmpty()) {
          yield redriven(letter, "ALREADY_APPLIED", operator);
        }
        store.settle(letter.id(), Status.DISCARDED);
        store.record(letter.id(), "DISCARDED", operator, reason, traces.currentTraceId());
        yield new Outcome.Discarded(letter);
      }
    };
  }

  private Outcome redriven(DeadLetter letter, String action, @Nullable String operator) {
    store.settle(letter.id(), Status.REDRIVEN);
    store.record(letter.id(), action, operator, null, traces.currentTraceId());
    count(action);
    return new Outcome.Redriven(letter);
  }

  private <T> int handle(InboxHandler<T> handler, DeadLetter letter) {
    var record = letter.record();
    Subscription<T> subscription = handler.subscription();
    Observation observation = reader.observe(record, subscription.group());
    try (var scope = observation.openScope()) {
      return handler.handle(List.of(reader.read(record, subscription.types(), observation)));
    } catch (RuntimeException e) {
      observation.error(e);
      throw e;
    } finally {
      observation.stop();
    }
  }

  private InboxHandler<?> handler(DeadLetter letter) {
    return handlers.stream()
        .filter(handler -> handler.subscription().group().equals(letter.group()))
        .filter(
            handler -> properties.physical(handler.subscription().topic()).equals(letter.topic()))
        .findFirst()
        .orElseThrow(() ->
            new UnprocessableMessage(
                "nobody here listens to " + letter.topic() + " as " + letter.group()));
  }

  private Outcome failed(DeadLetter letter, RuntimeException cause, @Nullable String operator) {
    String reason = DeadLetters.reason(cause);
    transactions.executeWithoutResult(status -> {
      store.unqueue(letter);
      store.record(letter.id(), "FAILED", operator, reason, traces.currentTraceId());
    });
    count("FAILED");
    log.warn("The dead letter {} failed again: {}", letter.id(), reason);
    return new Outcome.Failed(letter, reason);
  }

  private Optional<Outcome> executed(Supplier<Optional<Outcome>> work) {
    Optional<Outcome> outcome = transactions.execute(status -> work.get());
    return outcome == null ? Optional.empty() : outcome;
  }

  private void count(String outcome) {
    meters.counter("orrery.dead.letters.redriven", "outcome", outcome).increment();
  }
}
