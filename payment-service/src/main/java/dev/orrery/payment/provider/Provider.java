package dev.orrery.payment.provider;

import dev.orrery.contracts.Money;
import dev.orrery.payment.provider.ProviderApi.Authorization;
import dev.orrery.payment.provider.ProviderApi.AuthorizationRequest;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** The provider as we see it. Thread-safe; every call is idempotent by the payment's id. */
public final class Provider {
  private static final int LONGEST_DETAIL = 500;

  private final ProviderApi api;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  Provider(ProviderApi api, CircuitBreaker breaker, Bulkhead bulkhead) {
    this.api = api;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
  }

  /** A place among the calls under way, to be left again; false while there is none to be had. */
  public boolean tryEnter() {
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> false;
      case CLOSED, HALF_OPEN, DISABLED, METRICS_ONLY -> bulkhead.tryAcquirePermission();
    };
  }

  public void leave() {
    bulkhead.releasePermission();
  }

  public Answer authorize(UUID payment, UUID order, Money amount, String token) {
    var request =
        new AuthorizationRequest(
            payment.toString(), order.toString(), token, amount.amount(), amount.currency());
    return call(() -> api.authorize(key(payment, "authorize"), request));
  }

  public Answer capture(UUID payment) {
    return unknownIfAbsent(call(() -> api.capture(key(payment, "capture"), payment.toString())));
  }

  /** Lets go of the money; of a payment never authorized, forbids it for ever. */
  public Answer reverse(UUID payment) {
    return call(() -> api.reverse(key(payment, "reversal"), payment.toString()));
  }

  /** Gives back what was captured. */
  public Answer refund(UUID payment) {
    return unknownIfAbsent(call(() -> api.refund(key(payment, "refund"), payment.toString())));
  }

  public Answer ask(UUID payment) {
    return unknownIfAbsent(call(() -> api.find(payment.toString())));
  }

  private Answer call(Supplier<Authorization> call) {
    try {
      return breaker.executeSupplier(() -> answer(call));
    } catch (CallNotPermittedException e) {
      return new Answer.NotNow();
    } catch (RestClientException e) {
      return new Answer.Unclear(String.valueOf(e.getMessage()));
    }
  }

  /** A refusal is an answer; the breaker does not hear of it. */
  private static Answer answer(Supplier<Authorization> call) {
    try {
      return new Answer.Said(standing(call.get()));
    } catch (HttpClientErrorException e) {
      return switch (HttpStatus.resolve(e.getStatusCode().value())) {
        case CONFLICT -> new Answer.Conflict();
        case REQUEST_TIMEOUT, TOO_MANY_REQUESTS -> throw e;
        case null, default ->
            new Answer.Refused(e.getStatusCode().value(), shortened(e.getResponseBodyAsString()));
      };
    }
  }

  private static Standing standing(@Nullable Authorization authorization) {
    if (authorization == null || authorization.status() == null) {
      throw new RestClientException("the provider's answer says nothing");
    }
    try {
      return authorization.standing();
    } catch (IllegalArgumentException e) {
      throw new RestClientException("the provider's answer makes no sense", e);
    }
  }

  private static Answer unknownIfAbsent(Answer answer) {
    return answer instanceof Answer.Refused refused
            && refused.status() == HttpStatus.NOT_FOUND.value()
        ? new Answer.Said(Standing.UNKNOWN)
        : answer;
  }

  private static String shortened(String detail) {
    return detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
  }

  /** The same however often it is sent. */
  private static String key(UUID payment, String action) {
    return payment + "-" + action;
  }
}
