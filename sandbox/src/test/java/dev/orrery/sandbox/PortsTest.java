package dev.orrery.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

  @Test
  void anEnvironmentVariableMovesOne() {
    Ports ports = Ports.usual(Map.of("ORRERY_PORT_ORDER_SERVICE", "9090"));
    assertThat(ports.of("order-service")).isEqualTo(9090);
    assertThat(ports.of("gateway")).isEqualTo(8080);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65536", "-1", "80a", "123456789012"})
  void whatIsNoPortIsRefused(String value) {
    assertThatThrownBy(() -> Ports.usual(Map.of("ORRERY_PORT_GATEWAY", value)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("ORRERY_PORT_GATEWAY=" + value + " is no port");
  }

  @Test
  void twoCannotHaveTheSame() {
    assertThatThrownBy(() -> Ports.usual(Map.of("ORRERY_PORT_REDIS", "8080")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot both have port 8080");
  }

  @Test
  void aVariableThatNamesNothingIsRefused() {
    assertThatThrownBy(() -> Ports.usual(Map.of("ORRERY_PORT_GATEWAYS", "1")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("ORRERY_PORT_GATEWAYS names nothing");
  }

  @Test
  void thoseOfTheLastStartAreInUseUntilMoved(@TempDir Path directory) {
    Path file = directory.resolve("ports");
    Ports.usual(Map.of("ORRERY_PORT_KAFKA", "19092")).save(file);
    Ports ports = Ports.inUse(file, Map.of("ORRERY_PORT_REDIS", "16379"));
    assertThat(ports.of("kafka")).isEqualTo(19092);
    assertThat(ports.of("redis")).isEqualTo(16379);
  }
}
