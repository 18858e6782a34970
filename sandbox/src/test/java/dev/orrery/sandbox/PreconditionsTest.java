package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PreconditionsTest {

  @Test
  void lessThanAGigabyteFreeIsTooLittle() {
    Path directory = Path.of("/somewhere");
    assertThatThrownBy(() -> Preconditions.enoughSpace(directory, 900L << 20))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("Only 900 MB are free");
    assertThatCode(() -> Preconditions.enoughSpace(directory, 2L << 30)).doesNotThrowAnyException();
  }
}
