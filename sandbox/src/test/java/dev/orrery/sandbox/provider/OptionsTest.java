package dev.orrery.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

  @Test
  void takesThePortTheJournalAndTheAddress() {
    Options options = Options.parse("--port=1234", "--journal=a/b", "--address=127.0.0.2");
    assertThat(options.address().getPort()).isEqualTo(1234);
    assertThat(options.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
    assertThat(options.journal()).isEqualTo(Path.of("a/b"));
  }

  @ParameterizedTest
  @CsvSource({
    "--prot=1, is not one of",
    "--port=1, --journal=PATH is missing",
    "--port=abc --journal=x, --port=abc is not a number",
    "--port=70000 --journal=x, not between 0 and 65535"
  })
  void refusesWithASentence(String line, String sentence) {
    assertThatThrownBy(() -> Options.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }
}
