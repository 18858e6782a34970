package dev.orrery.sandbox.provider;

import dev.orrery.sandbox.provider.Entry.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened to everybody's money. Each call is decided and written under its reference alone,
 * and answered when the journal has it on disk. Thread-safe.
 */
final class Book implements AutoCloseable {
  private final ConcurrentHashMap<String, Authorization> byReference = new ConcurrentHashMap<>();
  private final AtomicLongArray entries = new AtomicLongArray(Kind.values().length);
  private final LongAdder capturedAmount = new LongAdder();
  private final LongAdder refundedAmount = new LongAdder();
  private final LongAccumulator mostCharges = new LongAccumulator(Math::max, 0);
  private final JsonMapper json;
  private final Clock clock;
  private final Journal journal;

  /** The authorization as it is now, and whether this very call made it so. */
  record Answer(Authorization authorization, boolean changed) {}

  /**
   * @param capturedAmount minor units, before anything was refunded
   * @param refundedAmount minor units
   */
  record Summary(
      long authorizations,
      long declines,
      long captures,
      long reversals,
      long refunds,
      long capturedAmount,
      long refundedAmount,
      long chargesPerReferenceMax) {}

  Book(Path file, JsonMapper json, Clock clock) throws IOException {
    this.json = json;
    this.clock = clock;
    this.journal =
        Journal.open(
            file,
            (line, end) -> {
              Entry entry = json.readValue(line, Entry.class);
              byReference.compute(entry.reference(), (_, before) -> apply(before, entry, end));
            });
  }

  Answer authorize(AuthorizationRequest request, String key)
      throws IOException, InterruptedException {
    return settle(
        request.reference(),
        before -> {
          if (before == null) {
            return Optional.of(opening(request, key));
          }
          if (!before.isFor(request)) {
            throw Refusal.conflict(
                before.token() == null
                    ? "this reference was reversed before it was authorized"
                    : "this reference is in use for another card or amount");
          }
          return Optional.empty();
        });
  }

  Answer capture(String reference, String key) throws IOException, InterruptedException {
    return settle(
        reference,
        before -> {
          if (before == null) {
            throw Refusal.unknown(reference);
          }
          return switch (before.status()) {
            case AUTHORIZED -> Optional.of(closing(Kind.CAPTURE, before, key));
            case CAPTURED -> Optional.empty();
            case DECLINED, REVERSED, REFUNDED ->
                throw Refusal.conflict("cannot be captured, it is " + before.status());
          };
        });
  }

  Answer reverse(String reference, String key) throws IOException, InterruptedException {
    return settle(
        reference,
        before -> {
          if (before == null) {
            return Optional.of(
                new Entry(
                    Kind.REVERSAL, reference, clock.instant(), key, null, null, null, null, null));
          }
          return switch (before.status()) {
            case AUTHORIZED, DECLINED -> Optional.of(closing(Kind.REVERSAL, before, key));
            case REVERSED -> Optional.empty();
            case CAPTURED, REFUNDED ->
                throw Refusal.conflict("cannot be reversed, it is " + before.status());
          };
        });
  }

  /** Gives all of the charge back. */
  Answer refund(String reference, String key) throws IOException, InterruptedException {
    return settle(
        reference,
        before -> {
          if (before == null) {
            throw Refusal.unknown(reference);
          }
          return switch (before.status()) {
            case CAPTURED -> Optional.of(closing(Kind.REFUND, before, key));
            case REFUNDED -> Optional.empty();
            case AUTHORIZED, DECLINED, REVERSED ->
                throw Refusal.conflict("cannot be refunded, it is " + before.status());
          };
        });
  }

  Authorization find(String reference) throws IOException, InterruptedException {
    Authorization found = byReference.get(reference);
    if (found == null) {
      throw Refusal.unknown(reference);
    }
    journal.awaitDurable(found.position());
    return found;
  }

  Summary summary() {
    return new Summary(
        entries.get(Kind.AUTHORIZATION.ordinal()),
        entries.get(Kind.DECLINE.ordinal()),
        entries.get(Kind.CAPTURE.ordinal()),
        entries.get(Kind.REVERSAL.ordinal()),
        entries.get(Kind.REFUND.ordinal()),
        capturedAmount.sum(),
        refundedAmount.sum(),
        mostCharges.get());
  }

  /** Hands the entries after a position to the reader and returns where to go on. */
  long read(long after, int limit, Journal.Reader reader) throws IOException {
    return journal.read(after, limit, reader);
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  private Answer settle(
      String reference, Function<@Nullable Authorization, Optional<Entry>> decision)
      throws IOException, InterruptedException {
    AtomicBoolean changed = new AtomicBoolean();
    Authorization now =
        byReference.compute(
            reference,
            (_, before) -> {
              Optional<Entry> entry = decision.apply(before);
              changed.set(entry.isPresent());
              return entry.map(written -> apply(before, written, write(written))).orElse(before);
            });
    journal.awaitDurable(now.position());
    return new Answer(now, changed.get());
  }

  private long write(Entry entry) {
    return journal.append(json.writeValueAsBytes(entry));
  }

  private Authorization apply(@Nullable Authorization before, Entry entry, long position) {
    Authorization now = Authorization.after(before, entry, position);
    entries.incrementAndGet(entry.kind().ordinal());
    if (entry.kind() == Kind.CAPTURE) {
      capturedAmount.add(now.amount());
    }
    if (entry.kind() == Kind.REFUND) {
      refundedAmount.add(now.amount());
    }
    mostCharges.accumulate(now.charges());
    return now;
  }

  private Entry opening(AuthorizationRequest request, String key) {
    Optional<String> declined = TestCard.declineReason(request.token());
    return new Entry(
        declined.isPresent() ? Kind.DECLINE : Kind.AUTHORIZATION,
        request.reference(),
        clock.instant(),
        key,
        request.order(),
        request.token(),
        request.amount(),
        request.currency(),
        declined.orElse(null));
  }

  private Entry closing(Kind kind, Authorization before, String key) {
    return new Entry(
        kind,
        before.reference(),
        clock.instant(),
        key,
        before.order(),
        null,
        before.amount(),
        before.currency(),
        null);
  }
}
