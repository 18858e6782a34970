package dev.orrery.inventory.stock;

import dev.orrery.web.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For operators, on the service's own port; the gateway lets only reads of products through. */
@RestController
@RequestMapping("/api/products/{sku}/stock/shards")
class ShardController {
  private final Resharding resharding;

  ShardController(Resharding resharding) {
    this.resharding = resharding;
  }

  record Wanted(@Min(1) @Max(64) int count) {}

  record ShardsView(String sku, List<Resharding.Shard> shards) {}

  @GetMapping
  ShardsView shards(@PathVariable String sku) {
    return view(sku, resharding::of);
  }

  /** Spreads the pieces over so many rows; one is for a product that is not hot. */
  @PutMapping
  ShardsView spread(@PathVariable String sku, @RequestBody @Valid Wanted wanted) {
    return view(sku, known -> resharding.spread(known, wanted.count()));
  }

  private static ShardsView view(String sku, Function<String, List<Resharding.Shard>> shards) {
    List<Resharding.Shard> found = Sku.isWellFormed(sku) ? shards.apply(sku) : List.of();
    if (found.isEmpty()) {
      throw Problems.notFound("There is no product " + sku + ".");
    }
    return new ShardsView(sku, found);
  }
}
