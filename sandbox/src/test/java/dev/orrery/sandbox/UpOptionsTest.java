package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpOptionsTest {

  @Test
  void withoutOptionsTheSystemIsTheUsualOne() {
    assertThat(UpOptions.parse(List.of())).isEqualTo(new UpOptions(false, Shape.USUAL));
  }

  @Test
  void optionsComeInAnyOrder() {
    assertThat(UpOptions.parse(List.of("--replicas", "2", "--fresh", "--faults")))
        .isEqualTo(new UpOptions(true, new Shape(true, 2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--clean",
        "--replicas",
        "--replicas 0",
        "--replicas 3",
        "--replicas two",
        "--replicas --fresh",
        "--fresh --fresh"
      })
  void whatIsNoOptionIsRefused(String arguments) {
    assertThatThrownBy(() -> UpOptions.parse(List.of(arguments.split(" "))))
        .isInstanceOf(UsageException.class);
  }
}
