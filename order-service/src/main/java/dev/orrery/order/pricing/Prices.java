package dev.orrery.order.pricing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orrery.web.Problems;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What products cost, as inventory says; never what a caller says. Asks through a bulkhead and a
 * breaker and remembers the answers for a short time. Thread-safe.
 */
@Component
public class Prices {
  private static final Logger log = LoggerFactory.getLogger(Prices.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final InventoryQuotes inventory;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final Cache<String, Quote> known;

  Prices(
      InventoryQuotes inventory,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      PricingProperties properties,
      MeterRegistry meters) {
    this.inventory = inventory;
    this.breaker = breakers.circuitBreaker("inventory");
    this.bulkhead = bulkheads.bulkhead("inventory");
    this.known =
        Caffeine.newBuilder()
            .expireAfterWrite(properties.cacheTtl())
            .maximumSize(properties.cacheSize())
            .recordStats()
            .build();
    CaffeineCacheMetrics.monitor(meters, known, "prices");
  }

  /**
   * A quote for each SKU that names a product.
   *
   * @throws org.springframework.web.ErrorResponseException 503 where inventory cannot be asked
   */
  public Map<String, Quote> quote(Collection<String> skus) {
    return known.getAll(skus, missing -> ask(List.copyOf(missing)));
  }

  private Map<String, Quote> ask(List<String> skus) {
    Supplier<List<Quote>> call = () -> inventory.of(skus);
    try {
      return Bulkhead.decorateSupplier(bulkhead, CircuitBreaker.decorateSupplier(breaker, call))
          .get()
          .stream()
          .collect(Collectors.toMap(Quote::sku, quote -> quote));
    } catch (CallNotPermittedException e) {
      throw Problems.unavailable(
          "Prices cannot be asked for at the moment: inventory has failed too often.", ASK_AGAIN);
    } catch (BulkheadFullException e) {
      throw Problems.unavailable(
          "Prices cannot be asked for at the moment: too many are being asked for.", ASK_AGAIN);
    } catch (StatusRuntimeException e) {
      log.warn("Inventory did not answer: {}", e.getMessage());
      throw Problems.unavailable("Prices cannot be asked for: " + told(e) + ".", ASK_AGAIN);
    }
  }

  private static String told(StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case UNAVAILABLE -> "inventory is away";
      case DEADLINE_EXCEEDED -> "inventory did not answer in time";
      case RESOURCE_EXHAUSTED -> "inventory has too much to do";
      default -> "inventory fails";
    };
  }
}
