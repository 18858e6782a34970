package dev.orrery.gateway.guard;

/** A guard has refused a call; nothing of it has reached an upstream. */
final class Refused extends Exception {

  private final transient Refusal refusal;

  Refused(Refusal refusal) {
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
