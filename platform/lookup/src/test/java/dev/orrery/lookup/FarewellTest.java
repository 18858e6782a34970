package dev.orrery.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.cloud.netflix.eureka.EurekaInstanceConfigBean;
import org.springframework.context.SmartLifecycle;

/** Who stops says so first, and stops later. */
class FarewellTest {

  /** As Spring Boot has it for a web server that is to end what it has begun. */
  private static final int SERVER_STOPS = SmartLifecycle.DEFAULT_PHASE - 1024;

  private static ApplicationInfoManager registered() {
    InstanceInfo info =
        InstanceInfo.Builder.newBuilder()
            .setInstanceId("planets@1")
            .setAppName("planets")
            .setStatus(InstanceStatus.UP)
            .build();
    return new ApplicationInfoManager(
        new EurekaInstanceConfigBean(new InetUtils(new InetUtilsProperties())), info);
  }

  @Test
  void theRegistryIsToldAndEverybodyGivenTimeToHearOfIt() {
    ApplicationInfoManager registered = registered();
    Farewell farewell = new Farewell(registered, Duration.ofMillis(200));
    farewell.start();
    assertThat(farewell.isRunning()).isTrue();
    long start = System.nanoTime();
    farewell.stop();
    assertThat(registered.getInfo().getStatus()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    assertThat(farewell.isRunning()).isFalse();
  }

  @Test
  void itIsToldBeforeTheServerStops() {
    List<InstanceStatus> whenTheServerStops = new ArrayList<>();
    ApplicationInfoManager registered = registered();
    service(registered)
        .withBean("server", Server.class, () -> new Server(registered, whenTheServerStops))
        .run(context -> assertThat(context).hasSingleBean(Farewell.class));
    assertThat(whenTheServerStops).containsExactly(InstanceStatus.OUT_OF_SERVICE);
  }

  @Test
  void whoIsNotRegisteredHasNobodyToTell() {
    service(registered())
        .withPropertyValues("eureka.client.register-with-eureka=false")
        .run(context -> assertThat(context).doesNotHaveBean(Farewell.class));
  }

  private static ApplicationContextRunner service(ApplicationInfoManager registered) {
    return new ApplicationContextRunner()
        .withPropertyValues("orrery.lookup.farewell=10ms")
        .withBean(ApplicationInfoManager.class, () -> registered)
        .withConfiguration(
            AutoConfigurations.of(LookupAutoConfiguration.class, FarewellAutoConfiguration.class));
  }

  private static final class Server implements SmartLifecycle {
    private final ApplicationInfoManager registered;
    private final List<InstanceStatus> seen;
    private boolean running;

    Server(ApplicationInfoManager registered, List<InstanceStatus> seen) {
      this.registered = registered;
      this.seen = seen;
    }

    @Override
    public void start() {
      running = true;
    }

    @Override
    public void stop() {
      running = false;
      seen.add(registered.getInfo().getStatus());
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return SERVER_STOPS;
    }
  }
}
