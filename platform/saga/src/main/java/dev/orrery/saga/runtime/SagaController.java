package dev.orrery.saga.runtime;

import dev.orrery.saga.SagaState.Status;
import dev.orrery.saga.runtime.SagaInterventions.Outcome;
import dev.orrery.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For operators, on the service's own port; the gateway routes nothing here. */
@RestController
@RequestMapping("/api/sagas")
class SagaController {
  private static final String STORABLE = "[^\\x00]*";
  private static final Duration OLDEST = Duration.ofDays(3650);

  private final SagaInspection inspection;
  private final SagaInterventions interventions;
  private final Clock clock;

  SagaController(SagaInspection inspection, SagaInterventions interventions, Clock clock) {
    this.inspection = inspection;
    this.interventions = interventions;
    this.clock = clock;
  }

  /** {@code next} is what to ask for after, and null on the last page. */
  record Page(List<SagaSummary> sagas, @Nullable UUID next) {}

  /**
   * @param operator who asks, for the record; where nobody is named, the address that asks
   */
  record Retry(
      @Size(max = 1000) @Pattern(regexp = STORABLE) @Nullable String reason,
      @Size(min = 1, max = 64) @Pattern(regexp = STORABLE) @Nullable String operator) {}

  record Abandon(
      @NotBlank @Size(max = 1000) @Pattern(regexp = STORABLE) String reason,
      @Size(min = 1, max = 64) @Pattern(regexp = STORABLE) @Nullable String operator) {}

  /** Those that match, newest first, a page at a time. */
  @GetMapping
  Page list(
      @RequestParam(required = false) @Size(max = 200) @Pattern(regexp = STORABLE)
          @Nullable String name,
      @RequestParam(required = false) @Nullable Status state,
      @RequestParam(required = false) @DurationFormat(style = DurationFormat.Style.SIMPLE)
          @Nullable Duration minAge,
      @RequestParam(required = false) @Nullable Boolean stuck,
      @RequestParam(required = false) @Nullable UUID after,
      @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
    var filter = new SagaFilter(name, state, startedBefore(minAge), stuck);
    // One more than asked for tells whether there is a next page.
    List<SagaSummary> found = inspection.page(filter, after, limit + 1);
    List<SagaSummary> page = found.subList(0, Math.min(limit, found.size()));
    return new Page(page, found.size() > limit ? page.getLast().id() : null);
  }

  private @Nullable Instant startedBefore(@Nullable Duration age) {
    if (age == null) {
      return null;
    }
    if (age.isNegative() || age.compareTo(OLDEST) > 0) {
      throw Problems.badRequest("minAge is 0s to %dd.".formatted(OLDEST.toDays()));
    }
    return clock.instant().minus(age);
  }

  @GetMapping("/{id}")
  SagaDetails saga(@PathVariable UUID id) {
    return inspection.find(id).orElseThrow(() -> unknown(id));
  }

  /** Repeating it is safe: participants know the attempts of one command from one another. */
  @PostMapping("/{id}/retry")
  SagaDetails retry(
      @PathVariable UUID id,
      @RequestBody(required = false) @Valid @Nullable Retry asked,
      HttpServletRequest request) {
    return shown(
        id,
        interventions.retry(
            id,
            operator(asked == null ? null : asked.operator(), request),
            asked == null ? null : asked.reason()));
  }

  /** For good: what was done stays done, and a person has the rest. */
  @PostMapping("/{id}/abandon")
  SagaDetails abandon(
      @PathVariable UUID id, @RequestBody @Valid Abandon asked, HttpServletRequest request) {
    return shown(
        id, interventions.abandon(id, operator(asked.operator(), request), asked.reason()));
  }

  private SagaDetails shown(UUID id, Optional<Outcome> outcome) {
    return switch (outcome.orElseThrow(() -> unknown(id))) {
      case Outcome.Made() -> saga(id);
      case Outcome.Ended(var state) -> throw ended(id, state);
      case Outcome.OfUnknownVersion(var name, var version) ->
          throw Problems.conflict(
              "The saga %s is version %d of %s, which this instance of the service does not know."
                  .formatted(id, version, name));
    };
  }

  private static String operator(@Nullable String named, HttpServletRequest request) {
    return named == null ? request.getRemoteAddr() : named;
  }

  private static ErrorResponseException ended(UUID id, Status state) {
    ErrorResponseException problem =
        Problems.conflict("The saga %s has ended: it is %s.".formatted(id, state));
    problem.getBody().setProperty("state", state);
    return problem;
  }

  private static ErrorResponseException unknown(UUID id) {
    return Problems.notFound("There is no saga " + id + ".");
  }
}
