package dev.orrery.saga;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.orrery.saga", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theEngineIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.orrery.saga", "dev.orrery.saga.testing", "dev.orrery.saga.checker")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "java.io..",
              "java.util.concurrent..",
              "dev.orrery.messaging..",
              "dev.orrery.saga.runtime..");

  @ArchTest
  static final ArchRule theEngineReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage("dev.orrery.saga")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
