package dev.orrery.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 10_000, 200_000})
  void knowsEveryMemberAndTakesFewStrangersForOne(int members) {
    var filter = new BloomFilter(members);
    IntStream.range(0, members).forEach(i -> filter.add("ORR-" + i));

    assertThat(IntStream.range(0, members).filter(i -> !filter.mightContain("ORR-" + i))).isEmpty();
    long strangers =
        IntStream.range(0, 100_000).filter(i -> filter.mightContain("XYZ-" + i)).count();
    assertThat(strangers).isLessThan(500);
  }

  @Test
  void whatIsToldWhileTheKeysAreReadIsNotForgotten() {
    var self = new KnownKeys[1];
    var known =
        new KnownKeys(() -> {
          self[0].add("told meanwhile");
          return List.of("there");
        });
    self[0] = known;
    assertThat(known.mightContain("anything")).as("before it was read").isTrue();

    known.renew();

    assertThat(known.mightContain("there")).isTrue();
    assertThat(known.mightContain("told meanwhile")).isTrue();
    assertThat(known.mightContain("stranger")).isFalse();
    known.add("told later");
    assertThat(known.mightContain("told later")).isTrue();
  }
}
