package dev.orrery.sandbox.provider;

/** The call is answered with an error; nothing was done. */
final class Refusal extends RuntimeException {
  private final int status;
  private final String detail;

  Refusal(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.detail = detail;
  }

  static Refusal invalid(String detail) {
    return new Refusal(400, detail);
  }

  static Refusal unknown(String reference) {
    return new Refusal(404, "nothing is known under the reference " + reference);
  }

  static Refusal conflict(String detail) {
    return new Refusal(409, detail);
  }

  int status() {
    return status;
  }

  String detail() {
    return detail;
  }
}
