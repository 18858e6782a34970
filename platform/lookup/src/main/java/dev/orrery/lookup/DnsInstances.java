package dev.orrery.lookup;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Every address that a service's name has in DNS is an instance of the service. Asks at each call;
 * how long an answer is kept is the load balancer's setting and the JVM's. Thread-safe.
 */
final class DnsInstances implements DiscoveryClient {

  /** As {@link InetAddress#getAllByName}. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private record Answer(List<ServiceInstance> instances, Instant at) {}

  private final Resolver dns;
  private final int port;
  private final Map<String, String> metadata;
  private final String domain;
  private final Duration lastKnown;
  private final InstantSource clock;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  DnsInstances(LookupProperties.Dns properties, Resolver dns, InstantSource clock) {
    this.dns = dns;
    this.port = properties.port();
    this.metadata = Map.of("grpc", Integer.toString(properties.grpcPort()));
    this.domain = properties.domain();
    this.lastKnown = properties.lastKnown();
    this.clock = clock;
  }

  @Override
  public List<ServiceInstance> getInstances(String service) {
    Instant now = clock.instant();
    try {
      List<ServiceInstance> instances =
          Stream.of(dns.addresses(service + domain))
              .map(address -> instance(service, address))
              .toList();
      answers.put(service, new Answer(instances, now));
      return instances;
    } catch (UnknownHostException e) {
      Answer last = answers.get(service);
      return last != null && now.isBefore(last.at().plus(lastKnown)) ? last.instances() : List.of();
    }
  }

  private ServiceInstance instance(String service, InetAddress address) {
    String host =
        address instanceof Inet6Address
            ? "[" + address.getHostAddress() + "]"
            : address.getHostAddress();
    return new DefaultServiceInstance(service + "@" + host, service, host, port, false, metadata);
  }

  /** None: DNS answers for names and does not list them. */
  @Override
  public List<String> getServices() {
    return List.of();
  }

  /** Whether DNS answers is seen at each call. */
  @Override
  public void probe() {}

  @Override
  public String description() {
    return "instances by DNS";
  }
}
