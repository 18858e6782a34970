package dev.orrery.payment.provider;

import dev.orrery.contracts.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** The provider's API, as far as we use it. */
@HttpExchange(url = "/v1/authorizations", accept = "application/json")
interface ProviderApi {

  String IDEMPOTENCY_KEY = "Idempotency-Key";

  /**
   * @param amount minor units
   */
  record AuthorizationRequest(
      String reference, String order, String token, long amount, String currency) {}

  record Authorization(
      Standing.Status status,
      @Nullable String declineReason,
      long amount,
      @Nullable String currency) {

    Standing standing() {
      return new Standing(
          status, declineReason, currency == null ? null : new Money(amount, currency));
    }
  }

  @PostExchange
  Authorization authorize(
      @RequestHeader(IDEMPOTENCY_KEY) String key, @RequestBody AuthorizationRequest request);

  @PostExchange("/{reference}/capture")
  Authorization capture(@RequestHeader(IDEMPOTENCY_KEY) String key, @PathVariable String reference);

  @PostExchange("/{reference}/reversal")
  Authorization reverse(@RequestHeader(IDEMPOTENCY_KEY) String key, @PathVariable String reference);

  @PostExchange("/{reference}/refund")
  Authorization refund(@RequestHeader(IDEMPOTENCY_KEY) String key, @PathVariable String reference);

  @GetExchange("/{reference}")
  Authorization find(@PathVariable String reference);
}
