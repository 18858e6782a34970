package dev.orrery.gateway.balance;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/balance}: what is known of each instance, and who is left out and why. */
@Endpoint(id = "balance")
public class BalanceEndpoint {

  private final Map<String, BalancedInstances> services = new ConcurrentHashMap<>();

  void add(String service, BalancedInstances instances) {
    services.put(service, instances);
  }

  @ReadOperation
  public List<BalanceReport> services() {
    return services.entrySet().stream()
        .map(service -> new BalanceReport(service.getKey(), service.getValue().report()))
        .sorted(Comparator.comparing(BalanceReport::service))
        .toList();
  }
}
