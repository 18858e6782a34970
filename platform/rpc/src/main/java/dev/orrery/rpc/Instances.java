package dev.orrery.rpc;

import io.grpc.EquivalentAddressGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Where a service serves gRPC, as discovery knows it. Thread-safe.
 *
 * @param lookupInterval how often to look
 */
record Instances(DiscoveryClient discovery, Duration lookupInterval) {

  /** In an instance's metadata: where it serves gRPC; without it, nowhere. */
  static final String PORT = "grpc";

  /** In an order that tells whether they are still the same. */
  List<EquivalentAddressGroup> of(String service) {
    return discovery.getInstances(service).stream()
        .filter(instance -> port(instance).matches("[0-9]{1,5}"))
        .map(
            instance -> new InetSocketAddress(instance.getHost(), Integer.parseInt(port(instance))))
        .distinct()
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .map(EquivalentAddressGroup::new)
        .toList();
  }

  private static String port(ServiceInstance instance) {
    Map<String, String> metadata = instance.getMetadata();
    return metadata == null ? "" : metadata.getOrDefault(PORT, "");
  }
}
