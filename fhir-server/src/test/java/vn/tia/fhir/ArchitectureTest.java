package vn.tia.fhir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses TIA = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("vn.tia");

  @Test
  void nothingStandsOnTheProgram() {
    noClasses().that().resideOutsideOfPackage("vn.tia.fhir..")
        .should().dependOnClassesThat().resideInAPackage("vn.tia.fhir..").check(TIA);
  }

  @Test
  void doorsNeverMeet() {
    noClasses().that().resideInAPackage("vn.tia.bridge..")
        .should().dependOnClassesThat().resideInAPackage("vn.tia.hl7..").check(TIA);
    noClasses().that().resideInAPackage("vn.tia.hl7..")
        .should().dependOnClassesThat().resideInAPackage("vn.tia.bridge..").check(TIA);
  }

  @Test
  void searchDoesNotKnowHowItIsAsked() {
    noClasses().that().resideInAPackage("vn.tia.fhir.search..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("vn.tia.fhir.rest..", "vn.tia.fhir.config..", "jakarta.servlet..")
        .check(TIA);
  }

  @Test
  void thePortOfSearchKnowsNoTechnology() {
    noClasses().that().resideInAPackage("vn.tia.fhir.search")
        .should().dependOnClassesThat()
        .resideInAnyPackage("org.apache.lucene..", "ca.uhn..", "org.hl7..", "vn.tia.records..",
            "vn.tia.fhir.search.lucene..", "vn.tia.fhir.search.elastic..",
            "co.elastic..", "vn.tia.fhir.search.extract..",
            "vn.tia.fhir.search.feed..", "vn.tia.fhir.search.records..")
        .check(TIA);
  }

  @Test
  void onlyTheAdapterKnowsLucene() {
    noClasses().that().resideOutsideOfPackage("vn.tia.fhir.search.lucene..")
        .should().dependOnClassesThat().resideInAPackage("org.apache.lucene..").check(TIA);
  }

  @Test
  void onlyTheAdapterKnowsElasticsearch() {
    noClasses().that().resideOutsideOfPackage("vn.tia.fhir.search.elastic..")
        .should().dependOnClassesThat()
        .resideInAnyPackage("co.elastic..", "org.elasticsearch..").check(TIA);
  }

  @Test
  void onlyTheProgramKnowsSpringBoot() {
    noClasses().that().resideOutsideOfPackages("vn.tia.fhir", "vn.tia.fhir.config..",
            "vn.tia.fhir.web..", "vn.tia.fhir.demo..")
        .should().dependOnClassesThat().resideInAPackage("org.springframework.boot..")
        .check(TIA);
  }
}
