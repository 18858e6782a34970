package dev.orrery.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;

class DnsInstancesTest {
  private final List<String> asked = new ArrayList<>();
  private List<String> addresses = List.of("10.0.0.1", "10.0.0.2");
  private Instant now = Instant.EPOCH;

  private final DnsInstances instances =
      new DnsInstances(
          new LookupProperties.Dns(8080, 9090, ".shop.svc.cluster.local", Duration.ofSeconds(60)),
          this::resolve,
          () -> now);

  private InetAddress[] resolve(String host) throws UnknownHostException {
    asked.add(host);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    InetAddress[] found = new InetAddress[addresses.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(addresses.get(i));
    }
    return found;
  }

  @Test
  void everyAddressOfTheNameIsAnInstance() {
    List<ServiceInstance> found = instances.getInstances("order-service");

    assertThat(found)
        .extracting(ServiceInstance::getUri)
        .containsExactly(URI.create("http://10.0.0.1:8080"), URI.create("http://10.0.0.2:8080"));
    assertThat(found).extracting(ServiceInstance::getServiceId).containsOnly("order-service");
    assertThat(found).extracting(ServiceInstance::getMetadata).containsOnly(Map.of("grpc", "9090"));
    assertThat(found).extracting(ServiceInstance::getInstanceId).doesNotHaveDuplicates();
    assertThat(asked).containsExactly("order-service.shop.svc.cluster.local");
  }

  @Test
  void anInstanceThatLeftTheNameIsGoneAtOnce() {
    instances.getInstances("order-service");
    addresses = List.of("10.0.0.2");

    assertThat(instances.getInstances("order-service"))
        .extracting(ServiceInstance::getHost)
        .containsExactly("10.0.0.2");
  }

  @Test
  void theLastKnownAddressesServeWhileDnsIsAwayAndNotForEver() {
    instances.getInstances("order-service");
    addresses = List.of();
    now = now.plusSeconds(59);
    assertThat(instances.getInstances("order-service")).hasSize(2);

    now = now.plusSeconds(1);
    assertThat(instances.getInstances("order-service")).isEmpty();
  }

  @Test
  void aNameThatNeverHadAnAddressHasNoInstance() {
    addresses = List.of();

    assertThat(instances.getInstances("order-service")).isEmpty();
  }

  @Test
  void anAddressOfTheNewKindIsWrittenAsAUriWantsIt() {
    addresses = List.of("fd00::17");

    assertThat(instances.getInstances("order-service").getFirst().getUri().getPort())
        .isEqualTo(8080);
  }
}
