package dev.orrery.system;

import dev.orrery.sandbox.Sandbox;
import dev.orrery.sandbox.demo.Demo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code ./orrery demo} shows is so; an experiment that fails says what was expected. */
class DemosIT {
  private final Sandbox sandbox = Deployment.current().sandbox();

  @BeforeEach
  void allIsWell() {
    sandbox.start();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void shows(Demo demo) {
    demo.run(sandbox, System.out::println);
  }
}
