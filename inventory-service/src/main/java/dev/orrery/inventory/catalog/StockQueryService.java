package dev.orrery.inventory.catalog;

import dev.orrery.contracts.rpc.Money;
import dev.orrery.contracts.rpc.Quote;
import dev.orrery.contracts.rpc.QuoteRequest;
import dev.orrery.contracts.rpc.QuoteResponse;
import dev.orrery.contracts.rpc.StockLevel;
import dev.orrery.contracts.rpc.StockQueryGrpc;
import dev.orrery.contracts.rpc.WatchRequest;
import dev.orrery.inventory.stock.Sku;
import dev.orrery.inventory.stock.StockLevels;
import dev.orrery.inventory.stock.StockWatch;
import dev.orrery.inventory.stock.Watch;
import dev.orrery.rpc.Refusals;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.context.event.EventListener;
import org.springframework.grpc.server.lifecycle.GrpcServerShutdownEvent;
import org.springframework.grpc.server.service.GrpcService;

/** For other services, on a port of its own; browsers read the same as REST. */
@GrpcService
class StockQueryService extends StockQueryGrpc.StockQueryImplBase {
  private static final int MOST_SKUS = 100;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final Catalog catalog;
  private final StockLevels stock;
  private final StockWatch watches;

  StockQueryService(Catalog catalog, StockLevels stock, StockWatch watches) {
    this.catalog = catalog;
    this.stock = stock;
    this.watches = watches;
  }

  @Override
  public void quote(QuoteRequest request, StreamObserver<QuoteResponse> responses) {
    List<Product> products = products(checked(request.getSkusList()));
    Map<String, Long> available = stock.available(products.stream().map(Product::sku).toList());
    responses.onNext(
        QuoteResponse.newBuilder()
            .addAllQuotes(
                products.stream()
                    .map(product -> quote(product, available.getOrDefault(product.sku(), 0L)))
                    .toList())
            .build());
    responses.onCompleted();
  }

  private List<Product> products(SortedSet<String> skus) {
    var products = new ArrayList<Product>(skus.size());
    for (String sku : skus) {
      if (Context.current().isCancelled()) {
        throw Status.CANCELLED.withDescription("Nobody waits for it.").asRuntimeException();
      }
      catalog.find(sku).ifPresent(products::add);
    }
    return products;
  }

  private static Quote quote(Product product, long available) {
    return Quote.newBuilder()
        .setSku(product.sku())
        .setName(product.name())
        .setPrice(
            Money.newBuilder()
                .setAmount(product.price().amount())
                .setCurrency(product.price().currency()))
        .setAvailable(available)
        .build();
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<StockLevel> responses) {
    SortedSet<String> skus = checked(request.getSkusList());
    Map<String, Long> levels = stock.available(skus);
    skus.removeAll(levels.keySet());
    if (!skus.isEmpty()) {
      throw Refusals.notFound(
          "There is no product " + skus.first() + ".",
          "inventory-service",
          "UNKNOWN_SKU",
          Map.of("sku", skus.first()));
    }
    var call = new WatchCall((ServerCallStreamObserver<StockLevel>) responses);
    Watch watch =
        watches
            .open(levels, call)
            .orElseThrow(() -> Refusals.exhausted("Too many are watching.", ASK_AGAIN));
    call.serve(watch);
  }

  /** Nobody would cancel them before the server's patience ends. */
  @EventListener(GrpcServerShutdownEvent.class)
  void end() {
    watches.end();
  }

  private static SortedSet<String> checked(List<String> skus) {
    if (skus.isEmpty() || skus.size() > MOST_SKUS) {
      throw Refusals.invalid("skus", "must name 1 to " + MOST_SKUS + " products");
    }
    for (int i = 0; i < skus.size(); i++) {
      if (!Sku.isWellFormed(skus.get(i))) {
        throw Refusals.invalid(
            "skus[" + i + "]",
            "must be a SKU: up to 64 letters, digits, dots, dashes and underscores");
      }
    }
    return new TreeSet<>(skus);
  }
}
