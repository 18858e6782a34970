package dev.orrery.order;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

  @Test
  void featuresDependOnEachOtherOnlyOneWayAndOnlyOnWhatIsPublic() {
    ApplicationModules.of(OrderService.class).verify();
  }
}
