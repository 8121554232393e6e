package vn.tia.mapping.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MappingTableTest {

  private static final Path DOCUMENT =
      Path.of(System.getProperty("tia.root", "..")).resolve("docs/mapping.md");
  private static final String BEGIN = "<!-- printed by MappingTable: begin -->\n";
  private static final String END = "<!-- printed by MappingTable: end -->";

  @Test
  void isWhatTheDocumentShows() throws IOException {
    String document = Files.readString(DOCUMENT);
    String printed = document.substring(
        document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));

    assertThat(printed.strip())
        .as("docs/mapping.md, between its marks, has to be what MappingTable.markdown() prints")
        .isEqualTo(MappingTable.markdown().strip());
  }

  @Test
  void namesAPlaceForEveryFault() {
    assertThat(PatientRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("PID-\\d+"));
    assertThat(VisitRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("(PV1|EVN)-\\d+"));
    assertThat(ClinicalRules.ALLERGIES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("AL1-\\d+"));
    assertThat(ClinicalRules.DIAGNOSES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("DG1-\\d+"));
    assertThat(ReplacedRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("MRG-\\d+"));
    assertThat(OrderRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("[A-Z][A-Z0-9]{2}-\\d+"));
    assertThat(ResultRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("[A-Z][A-Z0-9]{2}-\\d+"));
    assertThat(AppointmentRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("[A-Z][A-Z0-9]{2}-\\d+"));
    assertThat(StepRules.RULES).allSatisfy(
        rule -> assertThat(rule.location().toString()).matches("[A-Z][A-Z0-9]{2}-\\d+"));
  }
}
