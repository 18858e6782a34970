package dev.orrery.rpc;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code orrery.rpc.*}
 *
 * @param lookupInterval how often a caller looks whether the instances are still the same
 * @param callsPerConnection under way at once for one caller, at most; what is more waits there
 */
@ConfigurationProperties("orrery.rpc")
record RpcProperties(
    @DefaultValue("1s") Duration lookupInterval, @DefaultValue("256") int callsPerConnection) {

  RpcProperties {
    if (lookupInterval.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException("orrery.rpc.lookup-interval must be 10 ms or more");
    }
    if (callsPerConnection < 1) {
      throw new IllegalArgumentException("orrery.rpc.calls-per-connection must be 1 or more");
    }
  }
}
