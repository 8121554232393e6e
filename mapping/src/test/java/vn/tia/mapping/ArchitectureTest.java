package vn.tia.mapping;

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
      .importPackages("vn.tia.mapping");

  @Test void knowsNobodyAbove() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.records..", "vn.tia.bridge..", "vn.tia.hl7..",
            "vn.tia.fhir..", "org.springframework..")
        .check(CLASSES);
  }

  @Test void doesNoInputOrOutput() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.nio.file..", "java.nio.channels..",
            "java.sql..", "javax.sql..")
        .orShould().dependOnClassesThat().haveFullyQualifiedName("java.net.Socket")
        .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.File")
        .check(CLASSES);
  }

  @Test void keepsTheValuesOfAnExamFreeOfEveryWireFormat() {
    classes().that().resideInAPackage("vn.tia.mapping.exam..")
        .should().onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "vn.tia.mapping.exam..")
        .check(CLASSES);
  }

  @Test void hasNoCycles() {
    slices().matching("vn.tia.mapping.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
