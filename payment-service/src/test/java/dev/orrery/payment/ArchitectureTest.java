package dev.orrery.payment;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

@AnalyzeClasses(packages = "dev.orrery.payment", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @Test
  void featuresMeetOnlyWhereTheyAreOpen() {
    ApplicationModules.of(PaymentService.class).verify();
  }

  @ArchTest
  static final ArchRule theProviderKnowsNothingOfPayments =
      noClasses()
          .that()
          .resideInAPackage("..provider..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..authorization..");

  @ArchTest
  static final ArchRule decisionsArePure =
      noClasses()
          .that(
              simpleName("Payment")
                  .or(simpleName("Dossier"))
                  .or(simpleName("Batch"))
                  .or(simpleName("Step"))
                  .or(simpleName("Operation"))
                  .or(simpleName("Backoff")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..", "java.sql..", "java.net..", "java.util.random..", "javax..")
          .orShould()
          .dependOnClassesThat(simpleName("Clock").or(simpleName("Random")));
}
