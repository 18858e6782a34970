package dev.orrery.inventory;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

@AnalyzeClasses(packages = "dev.orrery.inventory", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @Test
  void featuresMeetOnlyWhereTheyAreOpen() {
    ApplicationModules.of(InventoryService.class).verify();
  }

  @ArchTest
  static final ArchRule stockKnowsNothingOfTheCatalogue =
      noClasses()
          .that()
          .resideInAPackage("..stock..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..catalog..");

  @ArchTest
  static final ArchRule decisionsArePure =
      classes()
          .that(
              simpleName("TryConfirmCancel")
                  .or(simpleName("StockBatch"))
                  .or(simpleName("Reservation"))
                  .or(simpleName("Shelf"))
                  .or(simpleName("Level"))
                  .or(simpleName("Movement"))
                  .or(simpleName("Lines")))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang..", "java.util..", "org.jspecify..", "dev.orrery.contracts..")
                  .or(resideInAnyPackage("dev.orrery.inventory.stock"))
                  .or(simpleName("UnprocessableMessage"))
                  .or(simpleName("Instant"))
                  .or(simpleName("Duration"))
                  .or(simpleName("ChronoUnit"))
                  .or(simpleName("TemporalUnit"))
                  .or(simpleName("TemporalAmount")));

  @ArchTest
  static final ArchRule nobodyAsksTheSystemForTheTime =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(InstantSource.class, "system");
}
