package dev.orrery.payment.authorization;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a payment stands; some states last only until the provider has settled an action. */
enum State {
  AUTHORIZING(Action.AUTHORIZE),
  AUTHORIZED(null),
  DECLINED(null),
  CAPTURING(Action.CAPTURE),
  CAPTURED(null),
  VOIDING(Action.VOID),
  VOIDED(null),
  REFUNDING(Action.REFUND),
  REFUNDED(null);

  private final @Nullable Action underway;

  State(@Nullable Action underway) {
    this.underway = underway;
  }

  Optional<Action> underway() {
    return Optional.ofNullable(underway);
  }
}
