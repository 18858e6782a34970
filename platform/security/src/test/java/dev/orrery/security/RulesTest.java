package dev.orrery.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RulesTest {

  @Test
  void aRuleIsForItsMethodsAndPathsOnly() {
    List<String> rules = List.of("GET|HEAD /shop/**", "/till");

    assertThat(matches(rules, "GET", "/shop/window")).isTrue();
    assertThat(matches(rules, "HEAD", "/shop")).isTrue();
    assertThat(matches(rules, "POST", "/shop/window")).isFalse();
    assertThat(matches(rules, "GET", "/shopping")).isFalse();
    assertThat(matches(rules, "DELETE", "/till")).isTrue();
    assertThat(matches(rules, "DELETE", "/till/1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "GET shop", "GET, HEAD /shop", "FETCH /shop", "|GET /shop"})
  void whatIsNoRuleStopsTheStart(String rule) {
    assertThatThrownBy(() -> Rules.matchers(List.of(rule)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(rule);
  }

  private static boolean matches(List<String> rules, String method, String path) {
    return Stream.of(Rules.matchers(rules))
        .anyMatch(rule -> rule.matches(new MockHttpServletRequest(method, path)));
  }
}
