package dev.orrery.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrows go one way: contracts and platform, then services, then sandbox, then the tests of all.
 * The compiler holds most of this by the poms; this test holds it when somebody edits a pom.
 */
class ArrowsTest {
  private static final String[] PLATFORM = {
    "dev.orrery.messaging..",
    "dev.orrery.saga..",
    "dev.orrery.web..",
    "dev.orrery.coordination..",
    "dev.orrery.lookup..",
    "dev.orrery.rpc..",
    "dev.orrery.redis..",
    "dev.orrery.security..",
    "dev.orrery.cache..",
    "dev.orrery.writebehind..",
    "dev.orrery.telemetry.."
  };

  private static JavaClasses everything;

  @BeforeAll
  static void readTheCompiledClassesOfEveryModule() {
    Checkout checkout = Checkout.here();
    List<Path> modules =
        checkout.files(file -> file.endsWith("pom.xml")).stream()
            .map(Path::getParent)
            .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
            .toList();
    assertThat(modules)
        .as("modules that have code; each must have been compiled, by ./mvnw from the top")
        .hasSizeGreaterThan(5)
        .allSatisfy(module -> assertThat(module.resolve("target/classes")).isDirectory());
    everything =
        new ClassFileImporter()
            .importPaths(modules.stream().map(module -> module.resolve("target/classes")).toList());
  }

  @Test
  void contractsDependOnNothing() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.orrery.contracts..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.orrery.contracts.."));
  }

  @Test
  void platformKnowsNoDomain() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PLATFORM)
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.orrery..").and(not(resideInAnyPackage(PLATFORM)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"discovery", "gateway", "order", "inventory", "payment"})
  void aServiceKnowsContractsAndPlatformAndNoOtherService(String service) {
    String own = "dev.orrery." + service + "..";
    check(
        noClasses()
            .that()
            .resideInAPackage(own)
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.orrery..")
                    .and(not(resideInAnyPackage(PLATFORM)))
                    .and(not(resideInAnyPackage(own, "dev.orrery.contracts..")))));
  }

  @Test
  void onlyTestsUseTheSandbox() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.orrery.sandbox..", "dev.orrery.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.orrery.sandbox.."));
  }

  @Test
  void modulesFormNoCircle() {
    check(slices().matching("dev.orrery.(*)..").should().beFreeOfCycles());
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl)")
            .because("such a name fits any class and so tells nothing of this one"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(everything);
  }
}
