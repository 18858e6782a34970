package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What manifests say of each other, of the services' configuration and of the images is so. */
class KubernetesWiringTest {
  static final List<String> OVERLAYS = Manifests.OVERLAYS;

  private static final List<String> SERVICES =
      List.of("gateway", "order-service", "inventory-service", "payment-service");

  private final Checkout checkout = Checkout.here();

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everyServiceOfOursRuns(String overlay) {
    assertThat(Manifests.of(checkout, overlay).all(Deployment.class))
        .extracting(service -> service.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(SERVICES);
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everyVariableIsAPropertyOfItsService(String overlay) {
    Manifests manifests = Manifests.of(checkout, overlay);
    for (String service : SERVICES) {
      ApplicationProperties properties = ApplicationProperties.of(checkout, service);
      Set<String> given = manifests.environment(container(manifests, service)).keySet();
      assertThat(given).as(service).isNotEmpty().allMatch(properties::know);
    }
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everyServiceListensWhereItIsProbedAndLookedUp(String overlay) {
    Manifests manifests = Manifests.of(checkout, overlay);
    for (String service : SERVICES) {
      Container container = container(manifests, service);
      Map<String, String> environment = manifests.environment(container);
      assertThat(environment)
          .containsEntry("SERVER_PORT", port(container, "http"))
          .containsEntry("MANAGEMENT_SERVER_PORT", port(container, "management"))
          // Without it there would be no /livez at the port that is probed.
          .containsEntry("MANAGEMENT_ENDPOINT_HEALTH_PROBES_ADDADDITIONALPATHS", "true")
          .containsEntry("ORRERY_LOOKUP_BY", "dns")
          .containsEntry("ORRERY_LOOKUP_DNS_PORT", port(container, "http"));
      if (environment.containsKey("SPRING_GRPC_SERVER_PORT")) {
        assertThat(environment)
            .containsEntry("SPRING_GRPC_SERVER_PORT", port(container, "grpc"))
            .containsEntry("ORRERY_LOOKUP_DNS_GRPCPORT", port(container, "grpc"));
      }
      isAsked(container.getStartupProbe(), "/livez");
      isAsked(container.getLivenessProbe(), "/livez");
      isAsked(container.getReadinessProbe(), "/readyz");
    }
  }

  private static void isAsked(Probe probe, String path) {
    assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
    assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("http"));
  }

  /** Who calls by name must find a headless Service of the name, and be let through to its pods. */
  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void whoIsCalledByNameIsFoundAndReached(String overlay) throws IOException {
    Manifests manifests = Manifests.of(checkout, overlay);
    Set<String> routed = named("gateway", "(?<![\\w-])service: ([\\w-]+)");
    Set<String> asked = named("order-service", "discovery:///(\\S+)");
    assertThat(routed).hasSize(3);
    assertThat(asked).containsExactly("inventory-service");

    routed.forEach(callee -> isFoundAndReached(manifests, "gateway", callee, "http"));
    asked.forEach(callee -> isFoundAndReached(manifests, "order-service", callee, "grpc"));
    assertThat(mayReach(manifests, "payment-service", "order-service", "http")).isFalse();
    assertThat(mayReach(manifests, "gateway", "inventory-service", "grpc")).isFalse();
  }

  private static void isFoundAndReached(
      Manifests manifests, String caller, String callee, String port) {
    Service service = manifests.named(Service.class, callee).orElseThrow();
    assertThat(service.getSpec().getClusterIP()).as(callee).isEqualTo("None");
    assertThat(manifests.pods(service)).containsExactly(manifests.pods().get(callee));
    assertThat(mayReach(manifests, caller, callee, port)).as(caller + " to " + callee).isTrue();
  }

  private Set<String> named(String service, String pattern) throws IOException {
    String configuration =
        Files.readString(
            checkout.root().resolve(service).resolve("src/main/resources/application.yml"));
    return Pattern.compile(pattern)
        .matcher(configuration)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean mayReach(Manifests manifests, String caller, String callee, String port) {
    PodTemplateSpec from = manifests.pods().get(caller);
    PodTemplateSpec to = manifests.pods().get(callee);
    List<NetworkPolicy> policies = manifests.all(NetworkPolicy.class);
    return policies.stream()
            .filter(policy -> concerns(manifests, policy, from))
            .flatMap(policy -> policy.getSpec().getEgress().stream())
            .anyMatch(rule -> names(manifests, rule.getTo(), to) && opens(port, rule.getPorts()))
        && policies.stream()
            .filter(policy -> concerns(manifests, policy, to))
            .flatMap(policy -> policy.getSpec().getIngress().stream())
            .anyMatch(
                rule -> names(manifests, rule.getFrom(), from) && opens(port, rule.getPorts()));
  }

  private static boolean concerns(Manifests manifests, NetworkPolicy policy, PodTemplateSpec pod) {
    return manifests.pods(policy.getSpec().getPodSelector()).contains(pod);
  }

  private static boolean names(
      Manifests manifests, List<NetworkPolicyPeer> peers, PodTemplateSpec pod) {
    return peers.stream()
        .map(NetworkPolicyPeer::getPodSelector)
        .filter(Objects::nonNull)
        .anyMatch(selector -> manifests.pods(selector).contains(pod));
  }

  private static boolean opens(String name, List<NetworkPolicyPort> ports) {
    return ports.stream().anyMatch(port -> new IntOrString(name).equals(port.getPort()));
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everySelectorFindsAPodAndEveryPortIsOneOfIts(String overlay) {
    Manifests manifests = Manifests.of(checkout, overlay);
    for (Service service : manifests.all(Service.class)) {
      List<PodTemplateSpec> pods = manifests.pods(service);
      assertThat(pods).as(service.getMetadata().getName()).hasSize(1);
      service
          .getSpec()
          .getPorts()
          .forEach(port -> assertThat(ports(pods)).contains(port.getTargetPort().getStrVal()));
    }
    for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
      String name = policy.getMetadata().getName();
      List<PodTemplateSpec> pods = manifests.pods(policy.getSpec().getPodSelector());
      assertThat(pods).as(name).isNotEmpty();
      policy
          .getSpec()
          .getIngress()
          .forEach(
              rule -> assertThat(ports(pods)).as(name).containsAll(namedPorts(rule.getPorts())));
      policy
          .getSpec()
          .getEgress()
          .forEach(rule -> {
            List<LabelSelector> peers =
                rule.getTo().stream()
                    .map(NetworkPolicyPeer::getPodSelector)
                    .filter(Objects::nonNull)
                    .toList();
            peers.forEach(peer -> {
              assertThat(manifests.pods(peer)).as(name).isNotEmpty();
              assertThat(ports(manifests.pods(peer)))
                  .as(name)
                  .containsAll(namedPorts(rule.getPorts()));
            });
          });
    }
    assertThat(manifests.all(HorizontalPodAutoscaler.class))
        .allSatisfy(scaler ->
            assertThat(manifests.pods())
                .containsKey(scaler.getSpec().getScaleTargetRef().getName()));
  }

  private static Set<String> ports(List<PodTemplateSpec> pods) {
    return pods.stream()
        .flatMap(Manifests::containers)
        .flatMap(container -> container.getPorts().stream())
        .map(ContainerPort::getName)
        .collect(Collectors.toSet());
  }

  private static List<String> namedPorts(List<NetworkPolicyPort> ports) {
    return ports.stream().map(port -> port.getPort().getStrVal()).filter(Objects::nonNull).toList();
  }

  /** What production expects to be there is told to those who have to make it. */
  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void whatPodsReferToExistsOrIsToldOf(String overlay) throws IOException {
    Manifests manifests = Manifests.of(checkout, overlay);
    String readme = Files.readString(checkout.root().resolve("k8s/README.md"));
    manifests
        .pods()
        .forEach((name, pod) -> {
          configMaps(pod)
              .forEach(
                  map -> assertThat(manifests.named(ConfigMap.class, map)).as(name).isPresent());
          secrets(pod)
              .forEach(secret -> {
                if (manifests.named(Secret.class, secret).isEmpty()) {
                  assertThat(overlay).as(secret).isEqualTo("production");
                  assertThat(readme).contains("| `" + secret + "` |");
                }
              });
        });
  }

  private static Stream<String> configMaps(PodTemplateSpec pod) {
    return Stream.concat(
        Manifests.containers(pod)
            .flatMap(container -> container.getEnvFrom().stream())
            .map(EnvFromSource::getConfigMapRef)
            .filter(Objects::nonNull)
            .map(reference -> reference.getName()),
        pod.getSpec().getVolumes().stream()
            .filter(volume -> volume.getConfigMap() != null)
            .map(volume -> volume.getConfigMap().getName()));
  }

  private static Stream<String> secrets(PodTemplateSpec pod) {
    return Manifests.containers(pod)
        .flatMap(container -> container.getEnvFrom().stream())
        .map(EnvFromSource::getSecretRef)
        .filter(Objects::nonNull)
        .map(reference -> reference.getName());
  }

  /** One set of images, whichever way the system is run. */
  @Test
  void imagesAreThoseOfDockerCompose() {
    Map<String, Object> compose =
        Yaml.map(Yaml.one(checkout.root().resolve("docker-compose.yml")).get("services"));
    Manifests manifests = Manifests.of(checkout, "local");
    manifests
        .pods()
        .forEach((name, pod) ->
            assertThat(Manifests.service(pod).getImage())
                .as(name)
                .isEqualTo(Yaml.map(compose.get(name)).get("image")));
  }

  @Test
  void theBrokerAndTheDatabasesAreSetUpAsInDockerCompose() throws IOException {
    Map<String, Object> compose =
        Yaml.map(Yaml.one(checkout.root().resolve("docker-compose.yml")).get("services"));
    Manifests manifests = Manifests.of(checkout, "local");
    Map<String, String> broker = manifests.environment(container(manifests, "kafka"));
    Yaml.map(Yaml.map(compose.get("kafka")).get("environment"))
        .forEach((name, value) -> {
          if (!name.equals("KAFKA_LOG_DIRS")) {
            assertThat(broker).containsEntry(name, String.valueOf(value));
          }
        });
    assertThat(manifests.named(ConfigMap.class, "postgres").orElseThrow().getData())
        .containsEntry(
            "databases.sql",
            Files.readString(checkout.root().resolve("docker/postgres/databases.sql")));
  }

  /** One more would be a consumer without a partition. */
  @Test
  void nobodyIsScaledPastItsPartitions() {
    String partitions =
        ApplicationProperties.of(checkout, "order-service")
            .byDefault("orrery.messaging.partitions")
            .orElseThrow();
    assertThat(Manifests.of(checkout, "production").all(HorizontalPodAutoscaler.class))
        .hasSize(SERVICES.size())
        .allMatch(scaler -> scaler.getSpec().getMaxReplicas() <= Integer.parseInt(partitions));
  }

  private static Container container(Manifests manifests, String pod) {
    return Manifests.service(manifests.pods().get(pod));
  }

  private static String port(Container container, String name) {
    return container.getPorts().stream()
        .filter(port -> port.getName().equals(name))
        .map(port -> port.getContainerPort().toString())
        .findFirst()
        .orElseThrow();
  }
}
