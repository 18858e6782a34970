package dev.orrery.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each overlay is what a cluster takes, and asks for no more rights than it needs. */
class KubernetesManifestsTest {
  static final List<String> OVERLAYS = Manifests.OVERLAYS;

  private final Checkout checkout = Checkout.here();

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everyFieldIsOneThatKubernetesKnows(String overlay) {
    Manifests manifests = Manifests.of(checkout, overlay);

    assertThat(manifests.objects()).hasSizeGreaterThan(20);
    assertThat(manifests.objects())
        .extracting(object -> object.getKind() + "/" + object.getMetadata().getName())
        .doesNotHaveDuplicates();
    assertThat(manifests.objects())
        .filteredOn(object -> !(object instanceof Namespace))
        .extracting(object -> object.getMetadata().getNamespace())
        .containsOnly("orrery");
  }

  @Test
  void aFieldOrAValueThatKubernetesDoesNotKnowIsRefused() {
    Map<String, Object> pod =
        Yaml.all(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: x}
                spec: {template: {spec: {containers: [{name: x, livenessProb: {}}]}}}
                """)
            .getFirst();
    assertThatThrownBy(() -> StrictKubernetes.read(pod)).hasMessageContaining("livenessProb");

    Map<String, Object> map =
        Yaml.all(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: x}
                data: {PORT: 8080}
                """)
            .getFirst();
    assertThatThrownBy(() -> StrictKubernetes.read(map)).hasMessageContaining("PORT");
  }

  /** Ours is only a part of kustomize; where the real one is at hand it must say the same. */
  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void kubectlRendersTheSame(String overlay) throws Exception {
    assumeTrue(onPath("kubectl"), "there is no kubectl here to compare with");
    Path directory = checkout.root().resolve("k8s/overlays").resolve(overlay);

    Process kubectl = new ProcessBuilder("kubectl", "kustomize", directory.toString()).start();
    String rendered = new String(kubectl.getInputStream().readAllBytes());
    assertThat(kubectl.waitFor()).isZero();

    assertThat(byName(Kustomization.render(directory)))
        .isEqualTo(byName(Yaml.all(withoutHashes(rendered))));
  }

  /** Generated names end in a hash, and so do the places that name them. */
  private static String withoutHashes(String rendered) {
    return Yaml.all(rendered).stream()
        .filter(object -> List.of("ConfigMap", "Secret").contains(object.get("kind")))
        .map(object -> (String) Yaml.map(object.get("metadata")).get("name"))
        .reduce(
            rendered, (text, name) -> text.replace(name, name.substring(0, name.length() - 11)));
  }

  private static Map<String, Object> byName(List<Map<String, Object>> objects) {
    Map<String, Object> byName = new TreeMap<>();
    for (Map<String, Object> object : objects) {
      byName.put(object.get("kind") + "/" + Yaml.map(object.get("metadata")).get("name"), object);
    }
    return byName;
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void noFileIsForgotten() throws IOException {
    try (Stream<Path> files = Files.walk(checkout.root().resolve("k8s"))) {
      for (Path file : files.filter(KubernetesManifestsTest::isNamedByOthers).toList()) {
        assertThat(file.resolveSibling("kustomization.yaml"))
            .content()
            .containsPattern("(: |- )" + file.getFileName() + "\n");
      }
    }
  }

  private static boolean isNamedByOthers(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.equals("kustomization.yaml") && !name.endsWith(".md");
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everyPodPassesTheRestrictedStandardItsNamespaceAsksFor(String overlay) {
    Manifests manifests = Manifests.of(checkout, overlay);

    assertThat(manifests.named(Namespace.class, "orrery").orElseThrow().getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    manifests
        .pods()
        .forEach((name, pod) -> {
          PodSpec spec = pod.getSpec();
          assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(name).isTrue();
          assertThat(spec.getSecurityContext().getRunAsUser()).as(name).isPositive();
          assertThat(spec.getSecurityContext().getSeccompProfile().getType())
              .as(name)
              .isEqualTo("RuntimeDefault");
          assertThat(spec.getAutomountServiceAccountToken()).as(name).isFalse();
          assertThat(spec.getHostNetwork()).as(name).isNull();
          assertThat(spec.getVolumes()).as(name).allMatch(volume -> volume.getHostPath() == null);
          // Or KAFKA_PORT=tcp://... would be read by Kafka as a setting.
          assertThat(spec.getEnableServiceLinks()).as(name).isFalse();
          assertThat(Manifests.containers(pod)).as(name).allSatisfy(this::isConfined);
        });
  }

  private void isConfined(Container container) {
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getPrivileged()).isNull();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
        .as("%s may write to its own root", container.getName())
        .isEqualTo(!container.getName().equals("kafka"));
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container.getResources().getLimits()).containsKeys("memory");
  }

  @ParameterizedTest
  @FieldSource("OVERLAYS")
  void everyServiceIsReplacedWithoutAGap(String overlay) {
    for (Deployment service : Manifests.of(checkout, overlay).all(Deployment.class)) {
      var rolling = service.getSpec().getStrategy().getRollingUpdate();
      assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
      assertThat(rolling.getMaxSurge().getIntVal()).isPositive();
      assertThat(service.getSpec().getMinReadySeconds()).isPositive();

      PodSpec pod = service.getSpec().getTemplate().getSpec();
      Container container = Manifests.service(service.getSpec().getTemplate());
      long pause = container.getLifecycle().getPreStop().getSleep().getSeconds();
      // A cluster's DNS may be cached for 30 s, and the choice of a caller for one more.
      assertThat(pause).isGreaterThan(31);
      assertThat(pod.getTerminationGracePeriodSeconds())
          .isGreaterThanOrEqualTo(pause + 2 * shutdownPhase());
    }
  }

  /** In seconds: the web server ends what it has begun in one phase, consumers in another. */
  private long shutdownPhase() {
    Map<String, Object> web =
        Yaml.one(checkout.root().resolve("platform/web/src/main/resources/orrery/web.yml"));
    String phase = (String) Yaml.map(web.get("spring")).get("lifecycle.timeout-per-shutdown-phase");
    return Long.parseLong(phase.replace("s", ""));
  }

  @Test
  void inProductionNobodyIsAloneAndNobodyIsTakenAwayWithTheOthers() {
    Manifests production = Manifests.of(checkout, "production");
    Map<String, Integer> least = new LinkedHashMap<>();
    production
        .all(HorizontalPodAutoscaler.class)
        .forEach(scaler ->
            least.put(
                scaler.getSpec().getScaleTargetRef().getName(), scaler.getSpec().getMinReplicas()));
    var budgets = production.all(PodDisruptionBudget.class);

    for (Deployment service : production.all(Deployment.class)) {
      String name = service.getMetadata().getName();
      assertThat(least.get(name)).as(name).isGreaterThanOrEqualTo(2);
      // Two that say how many there are would undo each other at each apply.
      assertThat(service.getSpec().getReplicas()).as(name).isNull();
      assertThat(budgets)
          .filteredOn(budget ->
              production
                  .pods(budget.getSpec().getSelector())
                  .equals(List.of(service.getSpec().getTemplate())))
          .as("budget of " + name)
          .singleElement()
          .satisfies(
              budget -> assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1));
      assertThat(service.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
          .as(name)
          .extracting(TopologySpreadConstraint::getTopologyKey)
          .contains("topology.kubernetes.io/zone");
    }
  }
}
