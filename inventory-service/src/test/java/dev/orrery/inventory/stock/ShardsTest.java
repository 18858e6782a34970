package dev.orrery.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.messaging.Ids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class ShardsTest {

  @Test
  void takesFromTheShardWhereItBegins() {
    assertThat(available(reserving(3, 1, 5, 5, 5))).containsExactly(5, 2, 5);
  }

  @Test
  void takesFromTheNextThatHasThemAll() {
    assertThat(available(reserving(3, 1, 9, 2, 2))).containsExactly(6, 2, 2);
  }

  @Test
  void takesSomeFromEachWhereNoneHasThemAll() {
    assertThat(available(reserving(5, 1, 2, 2, 2))).containsExactly(1, 0, 0);
  }

  @Test
  void rowsThatDoNotAgreeHowManyThereAreAreNoProduct() {
    Shards two = shards(1, 2);

    assertThatThrownBy(() -> two.together(shards(1, 2, 3))).isInstanceOf(StockMoved.class);
  }

  @Property
  void takesNeitherMoreNorLessAndNothingWhereThereAreTooFew(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 5) Integer> available,
      @ForAll @IntRange(min = 1, max = 40) int pieces,
      @ForAll @IntRange int hash) {
    Shards shards = shards(available.stream().mapToInt(Integer::intValue).toArray());

    shards
        .with(Movement.SET_ASIDE, pieces, hash)
        .ifPresentOrElse(
            after -> {
              assertThat(after.available()).isEqualTo(shards.available() - pieces);
              assertThat(after.seen().values().stream().mapToLong(Level::reserved).sum())
                  .isEqualTo(pieces);
            },
            () -> assertThat(shards.available()).isLessThan(pieces));
  }

  @Property
  void ordersOfOnePartitionBeginAtOneShard(@ForAll @IntRange(min = 1, max = 12) int partitions) {
    UUID order = Ids.next();
    byte[] key = order.toString().getBytes(StandardCharsets.UTF_8);

    assertThat(ShardHash.of(order) % partitions)
        .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
  }

  private static Shards reserving(int pieces, int start, int... available) {
    return shards(available).with(Movement.SET_ASIDE, pieces, start).orElseThrow();
  }

  private static Shards shards(int... available) {
    SortedMap<Integer, Level> levels = new TreeMap<>();
    for (int shard = 0; shard < available.length; shard++) {
      levels.put(shard, new Level(available[shard], 0, 0));
    }
    return new Shards(available.length, levels, 0);
  }

  private static List<Integer> available(Shards shards) {
    return shards.seen().values().stream().map(level -> (int) level.available()).toList();
  }
}
