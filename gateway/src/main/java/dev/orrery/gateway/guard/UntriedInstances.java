package dev.orrery.gateway.guard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

/**
 * Leaves out the instances a call has tried already, unless there is no other; a hedge goes nowhere
 * then. Spring's own supplier knows the previous one only, and needs a request that SCG's {@code
 * lb} does not make.
 */
public final class UntriedInstances extends DelegatingServiceInstanceListSupplier {

  static final String AVOIDED = UntriedInstances.class.getName();
  static final String STRICTLY = AVOIDED + ".strictly";

  public UntriedInstances(ServiceInstanceListSupplier delegate) {
    super(delegate);
  }

  /** The authorities, {@code host:port}, of the instances that were tried. */
  @SuppressWarnings("unchecked")
  static Set<String> avoided(Map<String, Object> attributes) {
    return (Set<String>) attributes.getOrDefault(AVOIDED, Set.of());
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Flux<List<ServiceInstance>> get(Request request) {
    Flux<List<ServiceInstance>> all = delegate.get(request);
    if (request.getContext() instanceof RequestDataContext context
        && context.getClientRequest() != null) {
      Set<String> avoided = avoided(context.getClientRequest().getAttributes());
      boolean strictly = context.getClientRequest().getAttributes().containsKey(STRICTLY);
      return avoided.isEmpty() ? all : all.map(instances -> without(avoided, instances, strictly));
    }
    return all;
  }

  private static List<ServiceInstance> without(
      Set<String> avoided, List<ServiceInstance> instances, boolean strictly) {
    List<ServiceInstance> others =
        instances.stream()
            .filter(instance -> !avoided.contains(instance.getHost() + ":" + instance.getPort()))
            .toList();
    return others.isEmpty() && !strictly ? instances : others;
  }

  @Override
  public Flux<List<ServiceInstance>> get() {
    return delegate.get();
  }
}
