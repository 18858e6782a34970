package dev.orrery.sandbox.provider;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a token stands for: whether the issuer agrees, and how its answers travel. */
enum TestCard {
  VISA("tok_visa", null, Manner.PROMPT),
  MASTERCARD("tok_mastercard", null, Manner.PROMPT),
  DECLINED("tok_declined", "card_declined", Manner.PROMPT),
  INSUFFICIENT_FUNDS("tok_insufficient_funds", "insufficient_funds", Manner.PROMPT),
  SLOW("tok_slow", null, Manner.SLOW),
  LOST_RESPONSE("tok_lost_response", null, Manner.LOST);

  /** How the answer to a call that did something travels; a repeated call is answered promptly. */
  enum Manner {
    PROMPT,
    SLOW,
    /** It is done, and nobody is ever told. */
    LOST
  }

  private static final Map<String, TestCard> BY_TOKEN =
      Arrays.stream(values()).collect(Collectors.toMap(card -> card.token, Function.identity()));

  private final String token;
  private final @Nullable String declineReason;
  private final Manner manner;

  TestCard(String token, @Nullable String declineReason, Manner manner) {
    this.token = token;
    this.declineReason = declineReason;
    this.manner = manner;
  }

  /** Why the issuer says no; an unknown token is refused too. */
  static Optional<String> declineReason(String token) {
    TestCard card = BY_TOKEN.get(token);
    return card == null ? Optional.of("invalid_token") : Optional.ofNullable(card.declineReason);
  }

  static Manner manner(@Nullable String token) {
    TestCard card = token == null ? null : BY_TOKEN.get(token);
    return card == null ? Manner.PROMPT : card.manner;
  }
}
