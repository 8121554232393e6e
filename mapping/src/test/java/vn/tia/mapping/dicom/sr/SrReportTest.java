package vn.tia.mapping.dicom.sr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.PatientFacts;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Finding;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.ReportStatus;

class SrReportTest {
  private static final Dataset TITLE = Sr.code("18782-3", "LN", "X-ray study");

  private static Report report(Dataset dataset) {
    return SrReport.toReport(
        SrSamples.document(dataset), PatientFacts.of(dataset), Optional.empty());
  }

  private static String text(Report report) {
    return new String(Base64.getDecoder().decode(
        report.documents().getFirst().base64().orElseThrow()), StandardCharsets.UTF_8);
  }

  @Test
  void readsTitleConclusionAndText() {
    var report = report(Sr.document("1.2.3.9", TITLE,
        Sr.section(Sr.code("121070", "DCM", "Findings"),
            Sr.text(Sr.code("121071", "DCM", "Finding"), "Tràn dịch màng phổi phải."),
            Sr.number(Sr.code("410668003", "SCT", "Length"), "2.50", "cm",
                Sr.coded("HAS CONCEPT MOD", Sr.code("272741003", "SCT", "Laterality"),
                    Sr.code("24028007", "SCT", "Right")))),
        Sr.section(Sr.code("121072", "DCM", "Impressions"),
            Sr.text(Sr.code("121073", "DCM", "Impression"), "Tràn dịch lượng ít."),
            Sr.coded("CONTAINS", Sr.code("121073", "DCM", "Impression"),
                Sr.code("60046008", "SCT", "Pleural effusion")))).build());

    assertThat(report.status()).isEqualTo(ReportStatus.FINAL);
    assertThat(report.codes()).containsExactly(Coded.of("18782-3", "X-ray study", "LN"));
    assertThat(report.document()).contains(SrReport.number("1.2.3.9"));
    assertThat(report.issuedAt()).contains(Instant.parse("2026-11-24T02:15:00Z"));
    assertThat(report.conclusion()).contains("Tràn dịch lượng ít.");
    assertThat(report.conclusionCodes())
        .containsExactly(Coded.of("60046008", "Pleural effusion", "SCT"));
    assertThat(report.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.name()).contains("Length (Right)");
      assertThat(finding.value()).isEqualTo(new Finding.Amount(
          new BigDecimal("2.50"), Optional.of(Coded.of("cm", "cm", "UCUM"))));
    });
    assertThat(text(report)).isEqualTo("""
        X-ray study

        Findings
          Finding: Tràn dịch màng phổi phải.
          Length: 2.50 cm (Right)

        Impressions
          Impression: Tràn dịch lượng ít.
          Impression: Pleural effusion""");
  }

  @Test
  void takesAllTextForTheConclusionWhereNoHeadingSaysWhichItIs() {
    var report = report(Sr.document("1.2.3.9", TITLE,
        Sr.text(Sr.code("121071", "DCM", "Finding"), "Một."),
        Sr.section(Sr.code("121070", "DCM", "Findings"),
            Sr.text(Sr.code("121071", "DCM", "Finding"), "Hai."))).build());

    assertThat(report.conclusion()).contains("Một.\nHai.");
  }

  @ParameterizedTest
  @CsvSource({
    "PARTIAL,  UNVERIFIED, '',          PARTIAL",
    "PARTIAL,  VERIFIED,   '',          PARTIAL",
    "COMPLETE, UNVERIFIED, '',          PRELIMINARY",
    "COMPLETE, UNVERIFIED, FINAL,       PRELIMINARY",
    "COMPLETE, VERIFIED,   PRELIMINARY, PRELIMINARY",
    "COMPLETE, VERIFIED,   FINAL,       FINAL",
    "COMPLETE, VERIFIED,   '',          FINAL",
    "'',       VERIFIED,   '',          PARTIAL"})
  void readsFromItsFlagsHowFarItIs(
      String completion, String verification, String preliminary, ReportStatus status) {
    var dataset = Sr.document("1.2.3.9", TITLE)
        .put(Tags.COMPLETION_FLAG, completion)
        .put(Tags.VERIFICATION_FLAG, verification)
        .put(Tags.PRELIMINARY_FLAG, preliminary)
        .build();

    assertThat(report(dataset).status()).isEqualTo(status);
  }

  /// DCMTK's document of all value types, with two observers and a predecessor.
  @Test
  void readsTheComprehensiveDocumentOfDcmtk() throws IOException {
    var report = report(SrSamples.pydicom("test-SR.dcm"));

    assertThat(report.status()).isEqualTo(ReportStatus.FINAL);
    assertThat(report.title()).contains("Diagnosis");
    assertThat(report.replaces())
        .contains(SrReport.number("1.2.276.0.7230010.3.1.4.2139363186.7819.982086466.1"));
    assertThat(report.interpreters()).extracting(person -> person.name().text())
        .containsExactly("Riesmeier Jörg", "Observer Verifying");
    assertThat(report.interpreters().getFirst().id().orElseThrow().value()).isEqualTo("1705");
    assertThat(report.issuedAt()).contains(Instant.parse("2001-02-13T11:47:46Z"));
    assertThat(report.findings()).hasSize(2);
    assertThat(text(report)).startsWith("Diagnosis\n").contains("was detected.")
        .contains("&%$§\"!()<>{}/;").contains("Date: 2000-12-06").contains("Time: 12:00");
  }

  @Test
  void readsAMeasurementReportWithWhatItsGroupIsCalled() throws IOException {
    var report = report(SrSamples.shared(
        "ImagingDataCommons_highdicom/test_files/sr_document.dcm"));

    assertThat(report.status()).isEqualTo(ReportStatus.PARTIAL);
    assertThat(report.interpreters()).extracting(person -> person.name().text())
        .containsExactly("Foo");
    assertThat(report.findings()).singleElement().satisfies(finding -> {
      assertThat(finding.name()).contains("Planar ROI Measurements: Area of defined region");
      assertThat(finding.value()).isEqualTo(new Finding.Amount(
          new BigDecimal("1.7"), Optional.of(Coded.of("cm2", "cm2", "UCUM"))));
    });
  }

  @Test
  void readsADocumentThatBreaksRulesOfItsClass() throws IOException {
    for (var name : List.of("reportsi.dcm", "reportsi_with_empty_number_tags.dcm")) {
      assertThat(report(SrSamples.pydicom(name)).conclusion()).as(name).contains("Enter text");
    }
  }

  @Test
  void knowsWhatPeopleWriteReportsIn() {
    assertThat(SrReport.isReport("1.2.840.10008.5.1.4.1.1.88.11")).isTrue();
    assertThat(SrReport.isReport("1.2.840.10008.5.1.4.1.1.88.67")).as("dose").isFalse();
    assertThat(SrReport.isReport("1.2.840.10008.5.1.4.1.1.88.59")).as("key objects").isFalse();
    assertThat(SrReport.isReport("1.2.840.10008.5.1.4.1.1.2")).as("CT").isFalse();
  }
}
