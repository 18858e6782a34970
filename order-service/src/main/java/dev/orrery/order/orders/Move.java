package dev.orrery.order.orders;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be done to an order. */
enum Move {
  CONFIRM,
  REJECT,
  SHIP,
  CANCEL,
  /** Its cancellation ends: nothing of it is taken or set aside any more. */
  CLOSE,
  /** An operator gives up the saga that is at work on it. */
  ABANDON;

  /** As it is called in answers: {@code ship}. */
  @JsonValue
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
