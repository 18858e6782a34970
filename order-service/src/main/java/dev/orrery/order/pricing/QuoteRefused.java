package dev.orrery.order.pricing;

/** Inventory does not take what we ask for a question: the fault is ours. */
final class QuoteRefused extends RuntimeException {
  QuoteRefused(Throwable cause) {
    super(cause);
  }
}
