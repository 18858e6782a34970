package dev.orrery.lookup;

import com.netflix.appinfo.ApplicationInfoManager;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the registry that this instance stops, and lets it serve on until every caller has heard of
 * it; only then does the server stop accepting. Spring's own goodbye comes after that.
 */
final class Farewell implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Farewell.class);

  private final ApplicationInfoManager registered;
  private final Duration time;
  private volatile boolean running;

  Farewell(ApplicationInfoManager registered, Duration time) {
    this.registered = registered;
    this.time = time;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    registered.setInstanceStatus(InstanceStatus.OUT_OF_SERVICE);
    log.info("Out of service; stopping in {}", time);
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The first to stop: before the web server, which is later by 1024. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}
