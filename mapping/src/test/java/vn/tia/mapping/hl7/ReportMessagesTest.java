package vn.tia.mapping.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.model.v251.message.ORU_R01;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportMessagesTest {

  private static final Envelope ENVELOPE = SentExamples.envelope(Dialect.DEFAULT);

  private static CodeableConcept code(String system, String code, String display) {
    return new CodeableConcept().addCoding(new Coding(system, code, display));
  }

  private static Identifier identifier(String type, String system, String value) {
    return new Identifier().setType(code("v2-0203", type, null)).setSystem(system).setValue(value);
  }

  static ReportContent content(DiagnosticReportStatus status) {
    var patient = new Patient().setGender(AdministrativeGender.FEMALE);
    patient.addIdentifier(identifier("MR", "urn:oid:1.2.3", "0012345"));
    patient.addIdentifier(identifier("NI", "urn:oid:2.16.704.1", "079072012345"));
    patient.addName().setFamily("ĐẶNG").addGiven("HƯỜNG").addGiven("THỊ");
    patient.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1972-08-15"));
    var order = new ServiceRequest();
    order.addIdentifier(identifier("PLAC", "urn:tia:authority:BV01:HIS", "P-1"));
    order.addIdentifier(identifier("FILL", "urn:oid:1.2.3", "F-1"));
    order.addIdentifier(identifier("ACSN", "urn:oid:1.2.3", "A-1"));
    order.addIdentifier().setSystem("urn:dicom:uid").setValue("urn:oid:1.2.840.1");
    order.setCode(code("urn:tia:codes:BV01:99HIS", "CTN", "CT ngực"));
    var report = new DiagnosticReport().setStatus(status)
        .setCode(code("http://loinc.org", "18748-4", "Diagnostic imaging study"))
        .setIssued(Date.from(Instant.parse("2026-11-24T02:30:00Z")))
        .setEffective(new DateTimeType("2026-11-24T09:05:00+07:00"))
        .setConclusion("Không thấy tổn thương & tràn dịch.\n\nĐề nghị tái khám | 3 tháng.");
    report.addResultsInterpreter().setDisplay("BS. Lê Mai");
    var findings = new Observation().setCode(code("http://loinc.org", "59776-5", "Findings"))
        .setValue(new StringType("Nhu mô phổi sáng.\nTim không to."));
    var size = new Observation().setCode(code("http://loinc.org", "21889-1", "Size"))
        .setValue(new Quantity().setValue(new BigDecimal("12.5")).setUnit("mm"));
    return new ReportContent(
        report, patient, Optional.of(order), List.of(findings, size), Optional.empty());
  }

  private static String text(ReportContent content) {
    return ReportMessages.toOruR01(content, ENVELOPE).replace('\r', '\n');
  }

  @Test
  void writesAFinalReport() {
    assertThat(text(content(DiagnosticReportStatus.FINAL))).isEqualTo("""
        MSH|^~\\&|TIA|BV01|HIS|BV01|20261124100000+0700||ORU^R01^ORU_R01|R-1-2|P|2.5.1||||||\
        UNICODE UTF-8
        PID|1||0012345^^^BV01^MR~079072012345^^^&2.16.704.1&ISO^NI||ĐẶNG^HƯỜNG^THỊ^^^^L||\
        19720815|F
        ORC|RE|P-1^HIS|F-1
        OBR|1|P-1^HIS|F-1|CTN^CT ngực^99HIS|||20261124090500+0700|||||||||||A-1||||\
        20261124093000+0700||RAD|F|||||||&BS. Lê Mai
        OBX|1|HD|113014^DICOM Study^DCM||1.2.840.1||||||F
        OBX|2|TX|59776-5^Findings^LN||Nhu mô phổi sáng.||||||F
        OBX|3|TX|59776-5^Findings^LN||Tim không to.||||||F
        OBX|4|NM|21889-1^Size^LN||12.5|mm|||||F
        OBX|5|TX|19005-8^Radiology Imaging study [Impression]^LN||\
        Không thấy tổn thương \\T\\ tràn dịch.||||||F
        OBX|6|TX|19005-8^Radiology Imaging study [Impression]^LN||\
        Đề nghị tái khám \\F\\ 3 tháng.||||||F
        """);
  }

  @ParameterizedTest
  @CsvSource({"PRELIMINARY, P", "FINAL, F", "AMENDED, C", "CORRECTED, C", "CANCELLED, X",
      "ENTEREDINERROR, X"})
  void saysTheStatusOfTheReport(DiagnosticReportStatus status, String code) {
    assertThat(text(content(status))).contains("|RAD|" + code + "|", "||||||" + code + "\n");
  }

  @Test
  void sendsAPdfAsDataAndAnotherByItsAddress() {
    var content = content(DiagnosticReportStatus.FINAL);
    content.report().addPresentedForm().setContentType("application/pdf")
        .setData("%PDF-1.7".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    content.report().addPresentedForm().setContentType("application/pdf")
        .setUrl("https://pacs.example/report?a=1&b=2");

    assertThat(text(content)).contains(
        "|ED|18748-4^Diagnostic imaging study^LN||^application^pdf^Base64^JVBERi0xLjc=||||||F\n",
        "|RP|18748-4^Diagnostic imaging study^LN||"
            + "https://pacs.example/report?a=1\\T\\b=2^^application^pdf||||||F\n");
  }

  @Test
  void isUnderstoodByAnotherImplementation() throws Exception {
    String message = text(content(DiagnosticReportStatus.FINAL)).replace('\n', '\r');
    try (var context = new DefaultHapiContext()) {
      var read = (ORU_R01) context.getPipeParser().parse(message);

      var result = read.getPATIENT_RESULT();
      var pid = result.getPATIENT().getPID();
      assertThat(pid.getPid5_PatientName(0).getFamilyName().getSurname().getValue())
          .isEqualTo("ĐẶNG");
      assertThat(pid.getPid3_PatientIdentifierList(1).getCx4_AssigningAuthority()
          .getHd2_UniversalID().getValue()).isEqualTo("2.16.704.1");
      var order = result.getORDER_OBSERVATION();
      assertThat(order.getOBR().getObr18_PlacerField1().getValue()).isEqualTo("A-1");
      assertThat(order.getOBR().getObr32_PrincipalResultInterpreter().getNdl1_Name()
          .getCnn2_FamilyName().getValue()).isEqualTo("BS. Lê Mai");
      assertThat(order.getOBSERVATIONReps()).isEqualTo(6);
      assertThat(order.getOBSERVATION(4).getOBX().getObx5_ObservationValue(0).getData())
          .hasToString("Không thấy tổn thương & tràn dịch.");
    }
  }

  @Test
  void writesAReportWhoseOrderIsNotKnown() {
    var content = content(DiagnosticReportStatus.FINAL);
    var alone = new ReportContent(content.report(), content.patient(), Optional.empty(),
        List.of(), Optional.of("1.2.3.4"));

    assertThat(text(alone)).contains("\nORC|RE\n", "\nOBR|1|||18748-4^Diagnostic imaging study^LN|",
        "OBX|1|HD|113014^DICOM Study^DCM||1.2.3.4|");
  }
}
