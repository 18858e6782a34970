package dev.orrery.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.messaging.DeadLetter.HeaderLine;
import dev.orrery.messaging.DeadLetter.Status;
import dev.orrery.web.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For operators, on the service's own port; the gateway routes nothing here. */
@RestController
@RequestMapping("/api/dead-letters")
class DeadLetterController {
  private final DeadLetterStore store;
  private final Redrives redrives;
  private final MessageTraces traces;

  DeadLetterController(DeadLetterStore store, Redrives redrives, MessageTraces traces) {
    this.store = store;
    this.redrives = redrives;
    this.traces = traces;
  }

  record Summary(
      long id,
      String group,
      String topic,
      int partition,
      long offset,
      @Nullable String messageId,
      @Nullable String type,
      @Nullable String key,
      String reason,
      int attempts,
      Instant failedAt,
      Status status) {}

  record HeaderView(String name, @Nullable String value) {}

  record Details(
      Summary letter,
      List<HeaderView> headers,
      @Nullable String body,
      @Nullable String traceId,
      List<DeadLetterStore.Action> actions) {}

  /** {@code next} is what to ask for after, and null on the last page. */
  record Page(List<Summary> deadLetters, @Nullable Long next) {}

  /**
   * @param operator who asks, for the record
   */
  record Redrive(@Size(max = 64) @Nullable String operator) {}

  record Discard(
      @NotBlank @Size(max = 500) String reason, @Size(max = 64) @Nullable String operator) {}

  /**
   * @param limit how many at most, the oldest first
   * @param dryRun only counts
   */
  record RedriveAll(
      @Size(max = 249) @Nullable String topic,
      @Size(max = 200) @Nullable String type,
      @Size(max = 200) @Nullable String reason,
      @Nullable Instant from,
      @Nullable Instant until,
      @NotNull @Min(1) @Max(10_000) Integer limit,
      @Nullable Boolean dryRun,
      @Size(max = 64) @Nullable String operator) {

    boolean onlyCounts() {
      return Boolean.TRUE.equals(dryRun);
    }

    DeadLetterFilter filter() {
      return new DeadLetterFilter(Status.KEPT, topic, type, reason, from, until);
    }
  }

  /** How many were put into the queue, or would be. */
  record Queued(int queued, boolean dryRun) {}

  /** Those that match, oldest first, a page at a time. */
  @GetMapping
  Page list(
      @RequestParam(required = false) @Nullable Status status,
      @RequestParam(required = false) @Size(max = 249) @Nullable String topic,
      @RequestParam(required = false) @Size(max = 200) @Nullable String type,
      @RequestParam(required = false) @Size(max = 200) @Nullable String reason,
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant until,
      @RequestParam(defaultValue = "0") @Min(0) long after,
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
    var filter = new DeadLetterFilter(status, topic, type, reason, from, until);
    // One more than asked for tells whether there is a next page.
    List<DeadLetter> found = store.after(after, filter, limit + 1);
    List<DeadLetter> page = found.subList(0, Math.min(limit, found.size()));
    return new Page(
        page.stream().map(DeadLetterController::summary).toList(),
        found.size() > limit ? page.getLast().id() : null);
  }

  @GetMapping("/{id}")
  Details letter(@PathVariable long id) {
    DeadLetter letter = store.find(id).orElseThrow(() -> unknown(id));
    return new Details(
        summary(letter),
        letter.headers().stream().map(line -> new HeaderView(line.name(), line.text())).toList(),
        text(letter.body()),
        traceId(letter),
        store.actions(id));
  }

  /** Repeating it is safe: a letter that was redriven is shown as it is. */
  @PostMapping("/{id}/redrive")
  Details redrive(
      @PathVariable long id, @RequestBody(required = false) @Valid @Nullable Redrive request) {
    String operator = request == null ? null : request.operator();
    return switch (redrives.redrive(id, operator).orElseThrow(() -> unknown(id))) {
      case Redrives.Outcome.Redriven redriven -> letter(id);
      case Redrives.Outcome.Discarded discarded ->
          throw Problems.conflict("The dead letter " + id + " was discarded.");
      case Redrives.Outcome.Failed(var letter, var reason) ->
          throw Problems.unprocessable("It failed again and is kept: " + reason);
    };
  }

  /** Queues them; they are redriven one by one, at the configured rate. */
  @PostMapping("/redrive")
  ResponseEntity<Queued> redriveAll(@RequestBody @Valid RedriveAll request) {
    int queued =
        request.onlyCounts()
            ? store.count(request.filter(), request.limit())
            : store.queue(
                request.filter(), request.limit(), request.operator(), traces.currentTraceId());
    return (request.onlyCounts() ? ResponseEntity.ok() : ResponseEntity.accepted())
        .body(new Queued(queued, request.onlyCounts()));
  }

  @PostMapping("/{id}/discard")
  Details discard(@PathVariable long id, @RequestBody @Valid Discard request) {
    Redrives.Outcome outcome =
        redrives.discard(id, request.reason(), request.operator()).orElseThrow(() -> unknown(id));
    if (outcome instanceof Redrives.Outcome.Redriven) {
      throw Problems.conflict("The message of the dead letter " + id + " has had its effect.");
    }
    return letter(id);
  }

  private static RuntimeException unknown(long id) {
    return Problems.notFound("There is no dead letter " + id + ".");
  }

  private static Summary summary(DeadLetter letter) {
    return new Summary(
        letter.id(),
        letter.group(),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.messageId() == null ? null : letter.messageId().toString(),
        letter.type(),
        text(letter.key()),
        letter.reason(),
        letter.attempts(),
        letter.failedAt(),
        letter.status());
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  /** The trace of the message, by its traceparent. */
  private static @Nullable String traceId(DeadLetter letter) {
    return letter.headers().stream()
        .filter(line -> line.name().equals("traceparent"))
        .map(HeaderLine::text)
        .filter(parent -> parent != null && parent.length() == 55)
        .map(parent -> parent.substring(3, 35))
        .findFirst()
        .orElse(null);
  }
}
