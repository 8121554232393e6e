package vn.tia.hl7;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows of the blueprint: a door over records, that knows no other door.
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("vn.tia.hl7");

  @Test
  void knowsNoOtherDoor() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.bridge..", "vn.tia.fhir..").check(CLASSES);
  }

  @Test
  void framesWithoutKnowingMessages() {
    noClasses().that().resideInAPackage("vn.tia.hl7.mllp..")
        .should().dependOnClassesThat().resideInAnyPackage(
            "vn.tia.hl7.receive..", "vn.tia.hl7.send..", "vn.tia.mapping..", "vn.tia.records..")
        .check(CLASSES);
  }

  @Test
  void leavesAllSqlToRecords() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework..").check(CLASSES);
  }

  @Test
  void hasNoCycles() {
    slices().matching("vn.tia.hl7.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
