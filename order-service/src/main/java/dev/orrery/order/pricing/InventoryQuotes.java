package dev.orrery.order.pricing;

import dev.orrery.contracts.Money;
import dev.orrery.contracts.rpc.QuoteRequest;
import dev.orrery.contracts.rpc.StockQueryGrpc;
import dev.orrery.contracts.rpc.StockQueryGrpc.StockQueryBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collection;
import java.util.List;

/** What inventory says that products cost. Thread-safe. */
final class InventoryQuotes {
  private final ManagedChannel channel;
  private final StockQueryBlockingStub inventory;

  InventoryQuotes(ManagedChannel channel) {
    this.channel = channel;
    this.inventory = StockQueryGrpc.newBlockingStub(channel);
  }

  /**
   * A SKU that names no product is not in the answer. Whoever is interrupted while it waits cancels
   * the call.
   *
   * @throws QuoteRefused when inventory is well and takes the question for a wrong one
   * @throws StatusRuntimeException when there is no answer
   */
  List<Quote> of(Collection<String> skus) {
    try {
      return inventory
          .quote(QuoteRequest.newBuilder().addAllSkus(skus).build())
          .getQuotesList()
          .stream()
          .map(InventoryQuotes::quote)
          .toList();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        throw new QuoteRefused(e);
      }
      // The breaker decides how often we try; the channel's own patience would grow to two minutes.
      channel.resetConnectBackoff();
      throw e;
    }
  }

  private static Quote quote(dev.orrery.contracts.rpc.Quote quote) {
    return new Quote(
        quote.getSku(),
        quote.getName(),
        new Money(quote.getPrice().getAmount(), quote.getPrice().getCurrency()));
  }
}
