package dev.orrery.inventory.stock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Of which products a batch may move a piece, and where its orders begin to look for them. */
final class Demand {

  /** One order's, for one product. */
  record Start(String sku, int hash) {}

  private final SortedMap<String, SortedSet<Integer>> hashes = new TreeMap<>();

  void add(UUID order, Collection<String> skus) {
    int hash = ShardHash.of(order);
    skus.forEach(sku -> hashes.computeIfAbsent(sku, _ -> new TreeSet<>()).add(hash));
  }

  Collection<String> skus() {
    return hashes.keySet();
  }

  List<Start> starts(Collection<String> skus) {
    var starts = new ArrayList<Start>();
    hashes.forEach((sku, of) -> {
      if (skus.contains(sku)) {
        of.forEach(hash -> starts.add(new Start(sku, hash)));
      }
    });
    return starts;
  }
}
