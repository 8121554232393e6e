package vn.tia.dicom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/// The arrows of the blueprint: net → io → data, xml and json → data, media → {io, data},
/// image → {io, data}, deidentify → {io, data}; JDK only. The tools stand on all of them, and
/// nothing stands on the tools.
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("vn.tia.dicom");

  @Test
  void needsNothingButTheJdk() {
    ArchRuleDefinition.classes().that().resideInAPackage("vn.tia.dicom..")
        .should().onlyDependOnClassesThat().resideInAnyPackage(
            "vn.tia.dicom..", "java..", "javax.crypto..", "javax.imageio..", "javax.net..",
            "javax.security..", "javax.xml..", "org.w3c.dom..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void dataKnowsNothingAboveIt() {
    noClasses().that().resideInAPackage("vn.tia.dicom.data..")
        .should().dependOnClassesThat().resideInAnyPackage("vn.tia.dicom.io..",
            "vn.tia.dicom.json..", "vn.tia.dicom.xml..", "vn.tia.dicom.media..",
            "vn.tia.dicom.net..", "vn.tia.dicom.image..")
        .check(CLASSES);
  }

  @Test
  void ioKnowsDataOnly() {
    noClasses().that().resideInAPackage("vn.tia.dicom.io..")
        .should().dependOnClassesThat().resideInAnyPackage("vn.tia.dicom.json..",
            "vn.tia.dicom.xml..", "vn.tia.dicom.media..", "vn.tia.dicom.net..",
            "vn.tia.dicom.image..")
        .check(CLASSES);
  }

  @Test
  void jsonKnowsDataOnly() {
    noClasses().that().resideInAPackage("vn.tia.dicom.json..")
        .should().dependOnClassesThat().resideInAnyPackage(
            "vn.tia.dicom.io..", "vn.tia.dicom.net..", "vn.tia.dicom.image..")
        .check(CLASSES);
  }

  @Test
  void xmlKnowsDataOnly() {
    noClasses().that().resideInAPackage("vn.tia.dicom.xml..")
        .should().dependOnClassesThat().resideInAnyPackage("vn.tia.dicom.io..",
            "vn.tia.dicom.json..", "vn.tia.dicom.net..", "vn.tia.dicom.image..")
        .check(CLASSES);
  }

  @Test
  void mediaKnowsDataAndIoOnly() {
    noClasses().that().resideInAPackage("vn.tia.dicom.media..")
        .should().dependOnClassesThat().resideInAnyPackage("vn.tia.dicom.xml..",
            "vn.tia.dicom.json..", "vn.tia.dicom.net..", "vn.tia.dicom.image..")
        .check(CLASSES);
  }

  @Test
  void deidentifyKnowsDataAndFilesOnly() {
    noClasses().that().resideInAPackage("vn.tia.dicom.deidentify..")
        .should().dependOnClassesThat().resideInAnyPackage(
            "vn.tia.dicom.json..", "vn.tia.dicom.net..", "vn.tia.dicom.image..")
        .check(CLASSES);
  }

  @Test
  void netAndImageDoNotKnowEachOther() {
    noClasses().that().resideInAPackage("vn.tia.dicom.net..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.dicom.image..", "vn.tia.dicom.json..")
        .check(CLASSES);
    noClasses().that().resideInAPackage("vn.tia.dicom.image..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.dicom.net..", "vn.tia.dicom.json..")
        .check(CLASSES);
  }

  @Test
  void nothingStandsOnTheTools() {
    noClasses().that().resideOutsideOfPackage("vn.tia.dicom.tool..")
        .should().dependOnClassesThat().resideInAPackage("vn.tia.dicom.tool..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("vn.tia.dicom.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
