package vn.tia.records;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .withImportOption(location -> !location.contains("/test-classes/"))
      .importPackages("vn.tia.records");

  @Test
  void knowsNoDoor() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.bridge..", "vn.tia.hl7..", "vn.tia.fhir..")
        .check(CLASSES);
  }

  @Test
  void usesOfSpringItsJdbcOnly() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("org.springframework.boot..", "org.springframework.context..",
            "org.springframework.beans..", "org.springframework.web..",
            "org.springframework.stereotype..")
        .check(CLASSES);
  }

  @Test
  void startsProcessesInTheDatabasePackageOnly() {
    noClasses().that().resideOutsideOfPackage("vn.tia.records.database..")
        .should().dependOnClassesThat().haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(CLASSES);
  }

  @Test
  void reachesTheDatabaseThroughItsDoorOnly() {
    noClasses().that().resideOutsideOfPackage("vn.tia.records.database..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("com.zaxxer.hikari..", "org.postgresql..", "org.flywaydb..")
        .check(CLASSES);
  }

  @Test
  void hasNoCycles() {
    slices().matching("vn.tia.records.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void keepsTheBaseFreeOfWhatStandsOnIt() {
    classes().that().resideInAnyPackage("vn.tia.records.database..")
        .should().onlyDependOnClassesThat().resideOutsideOfPackages(
            "vn.tia.records.facilities..", "vn.tia.records.access..", "vn.tia.records.outbox..",
            "vn.tia.records.resources..", "vn.tia.records.deliveries..")
        .check(CLASSES);
  }
}
