package dev.orrery.gateway.balance;

import dev.orrery.gateway.balance.BalanceReport.InstanceReport;
import dev.orrery.gateway.guard.GivenUp;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.web.servlet.function.ServerResponse;
import reactor.core.publisher.Mono;

/** The instances of one service, what is known of each, and the choice among them. Thread-safe. */
final class BalancedInstances
    implements ReactorServiceInstanceLoadBalancer,
        LoadBalancerLifecycle<RequestDataContext, Object, ServiceInstance> {
  private static final String REFUSED_BY = "Orrery-Refused-By";

  private static final String BEGUN = BalancedInstances.class.getName();

  private final ServiceInstanceListSupplier instances;
  private final Balancer balancer;
  private final Eligible eligible;
  private final BalanceEvents events;
  private final ConcurrentHashMap<String, Load> loads = new ConcurrentHashMap<>();
  private volatile boolean started;

  BalancedInstances(
      ServiceInstanceListSupplier instances,
      Balancer balancer,
      Eligible eligible,
      BalanceEvents events) {
    this.instances = instances;
    this.balancer = balancer;
    this.eligible = eligible;
    this.events = events;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Mono<Response<ServiceInstance>> choose(Request request) {
    return instances.get(request).next().map(list -> choose(list, data(request)));
  }

  private Response<ServiceInstance> choose(
      List<ServiceInstance> list, @Nullable RequestData request) {
    if (list.isEmpty()) {
      return new EmptyResponse();
    }
    long now = System.nanoTime();
    List<Candidate> candidates = list.stream().map(instance -> candidate(instance, now)).toList();
    started = true;
    forgetTheGone(list);
    URI url = request == null ? null : request.getUrl();
    Candidate chosen =
        balancer.choose(
            eligible.of(candidates, now),
            url == null ? null : url.getPath(),
            now,
            ThreadLocalRandom.current());
    return new DefaultResponse(list.get(candidates.indexOf(chosen)));
  }

  private Candidate candidate(ServiceInstance instance, long now) {
    return new Candidate(
        id(instance), weight(instance), metadata(instance, "zone"), load(id(instance), now));
  }

  /** Who was there when the first call came has long been up. */
  private Load load(String id, long now) {
    return loads.computeIfAbsent(
        id, _ -> new Load(started ? now : now - Duration.ofHours(1).toNanos()));
  }

  /** An attempt sees fewer instances than there are, so only many are a reason to look. */
  private void forgetTheGone(List<ServiceInstance> list) {
    if (loads.size() > 2 * list.size() + 8) {
      loads
          .keySet()
          .retainAll(list.stream().map(BalancedInstances::id).collect(Collectors.toSet()));
    }
  }

  List<InstanceReport> report() {
    long now = System.nanoTime();
    return loads.entrySet().stream()
        .map(load -> load.getValue().report(load.getKey(), now))
        .sorted(Comparator.comparing(InstanceReport::instance))
        .toList();
  }

  private static String id(ServiceInstance instance) {
    return instance.getHost() + ":" + instance.getPort();
  }

  private static int weight(ServiceInstance instance) {
    String weight = metadata(instance, "weight");
    return weight.matches("[1-9]\\d{0,3}") ? Integer.parseInt(weight) : 1;
  }

  private static String metadata(ServiceInstance instance, String name) {
    Map<String, String> metadata = instance.getMetadata();
    return metadata == null ? "" : metadata.getOrDefault(name, "");
  }

  @Override
  @SuppressWarnings("rawtypes")
  public boolean supports(Class context, Class response, Class server) {
    return RequestDataContext.class.isAssignableFrom(context);
  }

  @Override
  public void onStart(Request<RequestDataContext> request) {}

  @Override
  public void onStartRequest(
      Request<RequestDataContext> request, Response<ServiceInstance> chosen) {
    RequestData data = data(request);
    if (data != null && chosen.getServer() != null) {
      long now = System.nanoTime();
      Load load = load(id(chosen.getServer()), now);
      load.begin();
      data.getAttributes().put(BEGUN, new Begun(id(chosen.getServer()), load, now));
    }
  }

  @Override
  public void onComplete(CompletionContext<Object, ServiceInstance, RequestDataContext> end) {
    RequestData data = data(end.getLoadBalancerRequest());
    if (data != null && data.getAttributes().remove(BEGUN) instanceof Begun begun) {
      long now = System.nanoTime();
      if (begun
          .load()
          .end(now, now - begun.at(), isFailed(end, data.getAttributes()), eligible.ejection())) {
        events.ejected(begun.instance());
      }
      if (isDraining(end) && begun.load().drains(now, eligible.draining())) {
        events.drains(begun.instance());
      }
    }
  }

  private record Begun(String instance, Load load, long at) {}

  private static boolean isDraining(
      CompletionContext<Object, ServiceInstance, RequestDataContext> end) {
    return end.getClientResponse() instanceof ServerResponse response
        && response.headers().containsHeader(Draining.SIGN);
  }

  /** What another instance might have answered better; a service that is full is full in all. */
  private static boolean isFailed(
      CompletionContext<Object, ServiceInstance, RequestDataContext> end,
      Map<String, Object> attributes) {
    return switch (end.status()) {
      case FAILED -> !GivenUp.isIn(attributes);
      case DISCARD -> false;
      case SUCCESS ->
          end.getClientResponse() instanceof ServerResponse response
              && response.statusCode().is5xxServerError()
              && !response.headers().containsHeader(REFUSED_BY)
              && !response.headers().containsHeader(Draining.SIGN);
    };
  }

  private static @Nullable RequestData data(Request<?> request) {
    return request.getContext() instanceof RequestDataContext context
        ? context.getClientRequest()
        : null;
  }
}
