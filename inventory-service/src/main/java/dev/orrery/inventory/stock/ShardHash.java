package dev.orrery.inventory.stock;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/**
 * At which shard an order begins: by the hash that also gives its messages a partition. A consumer
 * has few partitions, so the orders of one poll begin at few shards; with as many shards as
 * partitions, or a multiple, no two consumers begin at the same.
 */
final class ShardHash {
  private ShardHash() {}

  /** Never negative. */
  static int of(UUID order) {
    return Utils.toPositive(Utils.murmur2(order.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
