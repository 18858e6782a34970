package dev.orrery.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.sandbox.UsageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

  @Test
  void whatIsNotSaidIsUsual() {
    Plan plan = Plan.parse(List.of("--orders", "10000", "--seed", "-42"));
    assertThat(plan).isEqualTo(new Plan(10_000, 10, Duration.ofSeconds(4), -42));
  }

  @Test
  void itsCommandDoesTheSameAgain() {
    Plan plan = Plan.parse(List.of("--rate", "20"));
    List<String> typed = List.of(plan.command().split(" "));
    assertThat(Plan.parse(typed.subList(2, typed.size()))).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--orders",
        "--orders many",
        "--orders 0",
        "--orders 1000001",
        "--orders 99999999999999999999",
        "--seed 1.5",
        "--rate -1",
        "--every 601",
        "--seed 1 --seed 2",
        "--sead 1",
        "7"
      })
  void whatIsNoneIsRefusedInASentence(String arguments) {
    assertThatThrownBy(() -> Plan.parse(List.of(arguments.split(" "))))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith(".");
  }
}
