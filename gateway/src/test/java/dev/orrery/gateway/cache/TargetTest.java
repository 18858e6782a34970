package dev.orrery.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One thing has one name here, and two things have two. */
class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "/a?x=1&y=2, /a?y=2&x=1",
    "/a?, /a",
    "/a?&x=1&&, /a?x=1",
    "/a?x=%41, /a?x=A",
    "/a?x=%2f, /a?x=%2F",
    "/%61, /a",
  })
  void isTheSameHoweverItIsWritten(String one, String other) {
    assertThat(target(one)).isEqualTo(target(other));
  }

  @ParameterizedTest
  @CsvSource({
    "/a?x=1&x=2, /a?x=2&x=1",
    "/a?x=1, /a?x=2",
    "/a, /A",
    "/a?x=%26, /a?x=&",
    "/a?x=a%3Db, /a?x=a=b",
    "/a?x=%2B, /a?x=+",
    "/a?x=1%26y=2, /a?x=1&y=2",
  })
  void isAnotherWhereTheUpstreamMayReadIt(String one, String other) {
    assertThat(target(one)).isNotEqualTo(target(other));
  }

  @ParameterizedTest
  @CsvSource({"shop.example, SHOP.example, true", "shop.example, other.example, false"})
  void isOfOneHost(String one, String other, boolean same) {
    URI uri = URI.create("http://x/a");
    assertThat(Target.of(one, uri).equals(Target.of(other, uri))).isEqualTo(same);
  }

  @Property
  void theOrderOfNamesIsOfNoMatterAndThatOfValuesIs(
      @ForAll @AlphaChars @NotEmpty String name,
      @ForAll @AlphaChars @NotEmpty String other,
      @ForAll @AlphaChars String value,
      @ForAll @AlphaChars String otherValue) {
    boolean same =
        target("/a?" + name + "=" + value + "&" + other + "=" + otherValue)
            .equals(target("/a?" + other + "=" + otherValue + "&" + name + "=" + value));
    assertThat(same).isEqualTo(!name.equals(other) || value.equals(otherValue));
  }

  private static Target target(String pathAndQuery) {
    return Target.of("x", URI.create("http://x" + pathAndQuery));
  }
}
