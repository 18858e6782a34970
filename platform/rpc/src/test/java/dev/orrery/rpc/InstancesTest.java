package dev.orrery.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/** A channel and the servers that discovery says there are; every call is a question of health. */
class InstancesTest {
  private final Registry registry = new Registry();
  private final List<Answering> servers = new CopyOnWriteArrayList<>();
  private final ManagedChannel channel =
      NettyChannelBuilder.forTarget("discovery:///stars")
          .usePlaintext()
          .defaultLoadBalancingPolicy("round_robin")
          .setNameResolverArg(
              DiscoveryResolvers.INSTANCES, new Instances(registry, Duration.ofMillis(20)))
          .build();

  @AfterEach
  void stop() {
    channel.shutdownNow();
    servers.forEach(answering -> answering.server.shutdownNow());
  }

  @Test
  void instancesAreAskedInTurn() {
    Answering one = server();
    Answering two = server();
    registry.has(one, two);

    await()
        .untilAsserted(() -> {
          ask();
          assertThat(one.asked).hasPositiveValue();
          assertThat(two.asked).hasPositiveValue();
        });
    int before = one.asked.get();
    for (int i = 0; i < 10; i++) {
      ask();
    }
    assertThat(one.asked).hasValue(before + 5);
  }

  @Test
  void anInstanceThatComesIsAskedAndOneThatLeavesIsNot() {
    Answering one = server();
    Answering two = server();
    registry.has(one);
    ask();

    registry.has(one, two);
    await()
        .untilAsserted(() -> {
          ask();
          assertThat(two.asked).hasPositiveValue();
        });

    registry.has(two);
    await()
        .untilAsserted(() -> {
          int before = one.asked.get();
          for (int i = 0; i < 4; i++) {
            ask();
          }
          assertThat(one.asked).hasValue(before);
        });
  }

  @Test
  void oneThatServesNoGrpcIsNotAsked() {
    registry.instances =
        List.of(
            new DefaultServiceInstance("1", "stars", "127.0.0.1", 1, false),
            new DefaultServiceInstance(
                "2", "stars", "127.0.0.1", 1, false, Map.of(Instances.PORT, "many")));

    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(this::ask)
        .satisfies(failure -> {
          assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
          assertThat(failure).hasMessageContaining("no instance of stars is known");
        });
  }

  @Test
  void withoutDiscoveryThoseThatAreKnownAreAskedOn() {
    Answering one = server();
    registry.has(one);
    ask();

    registry.away = true;
    await().until(() -> registry.askedInVain.get() > 3);
    ask();
    assertThat(one.asked).hasValue(2);
  }

  private void ask() {
    HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(5, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance());
  }

  private Answering server() {
    var answering = new Answering();
    servers.add(answering);
    return answering;
  }

  private static final class Answering extends HealthGrpc.HealthImplBase {
    final AtomicInteger asked = new AtomicInteger();
    final Server server;

    Answering() {
      try {
        server =
            NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(this)
                .build()
                .start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> responses) {
      asked.incrementAndGet();
      responses.onNext(HealthCheckResponse.getDefaultInstance());
      responses.onCompleted();
    }
  }

  private static final class Registry implements DiscoveryClient {
    final AtomicInteger askedInVain = new AtomicInteger();
    volatile List<ServiceInstance> instances = List.of();
    volatile boolean away;

    void has(Answering... answering) {
      instances =
          List.of(answering).stream()
              .<ServiceInstance>map(each ->
                  new DefaultServiceInstance(
                      "star-" + each.server.getPort(),
                      "stars",
                      "127.0.0.1",
                      1,
                      false,
                      Map.of(Instances.PORT, Integer.toString(each.server.getPort()))))
              .toList();
    }

    @Override
    public List<ServiceInstance> getInstances(String service) {
      if (away) {
        askedInVain.incrementAndGet();
        throw new IllegalStateException("the registry is away");
      }
      return service.equals("stars") ? instances : List.of();
    }

    @Override
    public List<String> getServices() {
      return List.of("stars");
    }

    @Override
    public String description() {
      return "a list";
    }
  }
}
