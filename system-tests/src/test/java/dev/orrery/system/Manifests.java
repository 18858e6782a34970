package dev.orrery.system;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of one overlay, rendered. */
record Manifests(String overlay, List<HasMetadata> objects) {

  static final List<String> OVERLAYS = List.of("local", "production");

  static Manifests of(Checkout checkout, String overlay) {
    return new Manifests(
        overlay,
        Kustomization.render(checkout.root().resolve("k8s/overlays").resolve(overlay)).stream()
            .map(StrictKubernetes::read)
            .toList());
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> Optional<T> named(Class<T> kind, String name) {
    return all(kind).stream().filter(o -> o.getMetadata().getName().equals(name)).findFirst();
  }

  /** Of Deployments, which are our services, and StatefulSets, by the name of either. */
  Map<String, PodTemplateSpec> pods() {
    Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
    all(Deployment.class)
        .forEach(each -> pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
    all(StatefulSet.class)
        .forEach(each -> pods.put(each.getMetadata().getName(), each.getSpec().getTemplate()));
    return pods;
  }

  List<PodTemplateSpec> pods(LabelSelector selector) {
    return pods().values().stream()
        .filter(pod -> selects(selector, pod.getMetadata().getLabels()))
        .toList();
  }

  List<PodTemplateSpec> pods(Service service) {
    return pods().values().stream()
        .filter(pod ->
            pod.getMetadata()
                .getLabels()
                .entrySet()
                .containsAll(service.getSpec().getSelector().entrySet()))
        .toList();
  }

  private static boolean selects(LabelSelector selector, Map<String, String> labels) {
    Map<String, String> equal = selector.getMatchLabels();
    return (equal == null || labels.entrySet().containsAll(equal.entrySet()))
        && selector.getMatchExpressions().stream()
            .allMatch(in ->
                in.getOperator().equals("In")
                    && in.getValues().contains(labels.getOrDefault(in.getKey(), "")));
  }

  static Stream<Container> containers(PodTemplateSpec pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }

  static Container service(PodTemplateSpec pod) {
    return pod.getSpec().getContainers().getFirst();
  }

  /** What a container is given, as far as it is made here: Secrets of production are not. */
  Map<String, String> environment(Container container) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvFromSource source : container.getEnvFrom()) {
      if (source.getConfigMapRef() != null) {
        named(ConfigMap.class, source.getConfigMapRef().getName())
            .ifPresent(map -> environment.putAll(map.getData()));
      } else {
        named(Secret.class, source.getSecretRef().getName())
            .ifPresent(secret ->
                secret
                    .getData()
                    .forEach((key, value) ->
                        environment.put(key, new String(Base64.getDecoder().decode(value)))));
      }
    }
    container
        .getEnv()
        .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
    return environment;
  }
}
