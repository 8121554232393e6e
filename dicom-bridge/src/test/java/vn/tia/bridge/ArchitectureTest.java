package vn.tia.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Holds the arrows of the blueprint within the DICOM door.
class ArchitectureTest {

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("vn.tia.bridge");

  @Test
  void knowsNoOtherDoor() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.hl7..", "vn.tia.fhir..").check(CLASSES);
  }

  @Test
  void leavesConfigurationToTheProgram() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("org.springframework.boot..", "org.springframework.context..")
        .check(CLASSES);
  }

  @Test
  void leavesSqlToTheRecords() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "org.postgresql..")
        .check(CLASSES);
  }

  @Test
  void keepsObjectsApartFromWhatIsStored() {
    classes().that().resideInAPackage("vn.tia.bridge.objects..").should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("vn.tia.bridge.objects..", "vn.tia.dicom.data..", "java..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void speaksHttpInWebOnly() {
    noClasses().that().resideOutsideOfPackage("vn.tia.bridge.web..").should()
        .dependOnClassesThat().resideInAnyPackage("jakarta.servlet..", "org.springframework.web..")
        .check(CLASSES);
  }

  @Test
  void knowsAwsInOnePlace() {
    noClasses().that().resideOutsideOfPackage("vn.tia.bridge.s3..").should()
        .dependOnClassesThat().resideInAnyPackage("software.amazon..").check(CLASSES);
  }
}
