package vn.tia.hl7.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.mapping.fhir.FhirJson;

/// Reports that come by ORU and MDM, through MLLP into resources.
@Timeout(120)
class ResultMessagesTest {

  private static final String ORDER = """
      MSH|^~\\&|HIS|BV01|TIA|BV01|20261124080000||ORM^O01^ORM_O01|M-1|P|2.5.1
      PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
      ORC|NW|P-1|F-1
      OBR|1|P-1|F-1|CTN^CT ngực^99HIS||||||||||||||A-1
      ZDS|1.2.840.1^TIA^Application^DICOM
      """;

  private static final String RESULT = """
      MSH|^~\\&|HIS|BV01|TIA|BV01|20261124100000||ORU^R01^ORU_R01|R-1|P|2.5.1
      PID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F
      ORC|RE|P-1|F-1
      OBR|1|P-1|F-1|CTN^CT ngực^99HIS|||20261124090000|||||||||||A-1||||20261124095500||CT|F\
      |||||||77&TRẦN&BÌNH
      OBX|1|HD|113014^DICOM Study^DCM||1.2.840.1||||||F
      OBX|2|TX|59776-5^Findings^LN||Phổi hai bên sáng.||||||F
      OBX|3|TX|59776-5^Findings^LN||Không tràn dịch \\T\\ tràn khí.||||||F
      OBX|4|NM|8867-4^Nhịp tim^LN||72|/min^^UCUM|60-100|N|||F
      OBX|5|CWE|VP^Viêm phổi^99HIS||233604007^Pneumonia^SCT||||||F
      OBX|6|ED|PDF^Báo cáo^99HIS||TIA^application^pdf^Base64^JVBERi0xLjM=||||||F
      OBX|7|RP|LINK^Báo cáo^99HIS||https://ris.example/r/1^RIS^application^pdf||||||F
      OBX|8|TX|19005-8^Impression^LN||Theo dõi viêm phổi phải.||||||F
      OBX|9|CE|19005-8^Impression^LN||J18.9^Viêm phổi^I10||||||F
      """;

  private final Listener listener = Listener.byTheBook();

  @AfterEach
  void close() throws Exception {
    listener.close();
  }

  private DiagnosticReport report() {
    var all = listener.texts("SELECT json FROM resource WHERE resource_type = 'DiagnosticReport'");
    assertThat(all).hasSize(1);
    return FhirJson.decode(all.getFirst(), DiagnosticReport.class);
  }

  private List<Observation> observations() {
    return report().getResult().stream().map(one -> one.getReference().split("/")[1])
        .map(id -> listener.texts("SELECT json FROM resource WHERE id = '" + id + "'").getFirst())
        .map(json -> FhirJson.decode(json, Observation.class)).toList();
  }

  @Test
  void keepsAReportWithAllThatItSays() {
    listener.send(ORDER);

    assertThat(listener.send(RESULT)).contains("MSA|AA|R-1");

    var report = report();
    var serviceRequest = listener.texts("SELECT fhir_id::text FROM imaging_order").getFirst();
    var patient = listener.texts("SELECT fhir_id::text FROM patient").getFirst();
    assertThat(report.getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);
    assertThat(report.getBasedOnFirstRep().getReference())
        .isEqualTo("ServiceRequest/" + serviceRequest);
    assertThat(report.getSubject().getReference()).isEqualTo("Patient/" + patient);
    assertThat(report.getCode().getCodingFirstRep().getCode()).isEqualTo("CTN");
    assertThat(report.getEffectiveDateTimeType().getValueAsString())
        .isEqualTo("2026-11-24T09:00:00+07:00");
    assertThat(report.getIssued().toInstant()).hasToString("2026-11-24T02:55:00Z");
    assertThat(report.getResultsInterpreterFirstRep().getDisplay()).isEqualTo("TRẦN BÌNH");
    assertThat(report.getConclusion()).isEqualTo("Theo dõi viêm phổi phải.");
    assertThat(report.getConclusionCodeFirstRep().getCodingFirstRep().getSystem())
        .isEqualTo("http://hl7.org/fhir/sid/icd-10");
    assertThat(report.getMeta().getSource()).isEqualTo("urn:tia:hl7v2:HIS:BV01");
    assertThat(report.getPresentedForm()).hasSize(2);
    assertThat(report.getPresentedForm().getFirst().getContentType()).isEqualTo("application/pdf");
    assertThat(report.getPresentedForm().getFirst().getData())
        .isEqualTo(Base64.getDecoder().decode("JVBERi0xLjM="));
    assertThat(report.getPresentedForm().getLast().getUrl()).isEqualTo("https://ris.example/r/1");

    var observations = observations();
    assertThat(observations).hasSize(3);
    assertThat(observations.getFirst().getValueStringType().getValue())
        .isEqualTo("Phổi hai bên sáng.\nKhông tràn dịch & tràn khí.");
    assertThat(observations.get(1).getValueQuantity().getValue()).hasToString("72");
    assertThat(observations.get(1).getValueQuantity().getCode()).isEqualTo("/min");
    assertThat(observations.get(1).getInterpretationFirstRep().getCodingFirstRep().getCode())
        .isEqualTo("N");
    assertThat(observations.get(2).getValueCodeableConcept().getCodingFirstRep().getSystem())
        .isEqualTo("http://snomed.info/sct");
  }

  @Test
  void keepsTheWholeTextUnderTheCodeOfTheReportAsADocument() {
    String text = RESULT.substring(0, RESULT.indexOf("OBX|1"))
        + "OBX|1|FT|CTN^CT ngực^99HIS||Dòng một.\\.br\\Dòng hai.||||||F\n"
        + "OBX|2|TX|18748-4^Diagnostic imaging report^LN||Dòng ba.||||||F\n";

    assertThat(listener.send(text)).contains("MSA|AA|R-1");

    var form = report().getPresentedForm().getFirst();
    assertThat(new String(form.getData(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("Dòng một.\nDòng hai.\nDòng ba.");
    assertThat(form.getContentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(report().hasBasedOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"O, REGISTERED", "A, PARTIAL", "P, PRELIMINARY", "R, PRELIMINARY", "F, FINAL",
      "C, CORRECTED", "X, CANCELLED"})
  void saysHowFarAReportIs(String code, DiagnosticReportStatus status) {
    assertThat(listener.send(RESULT.replace("|CT|F|", "|CT|" + code + "|"))).contains("MSA|AA|");

    assertThat(report().getStatus()).isEqualTo(status);
  }

  @Test
  void makesACorrectionAVersionAndWithdrawsWhatIsNotSaidAnyMore() {
    listener.send(ORDER);
    listener.send(RESULT.replace("R-1", "R-0").replace("|CT|F|", "|CT|P|"));
    listener.send(RESULT);
    String corrected = RESULT.replace("R-1|P", "R-2|P").replace("|CT|F|", "|CT|C|")
        .replace("phổi phải", "phổi trái")
        .replaceFirst("OBX\\|4[^\n]*\n", "");

    assertThat(listener.send(corrected)).contains("MSA|AA|R-2");

    assertThat(report().getMeta().getVersionId()).isEqualTo("3");
    assertThat(report().getStatus()).isEqualTo(DiagnosticReportStatus.CORRECTED);
    assertThat(report().getConclusion()).isEqualTo("Theo dõi viêm phổi trái.");
    assertThat(observations()).hasSize(2).allSatisfy(one ->
        assertThat(one.getStatus()).isEqualTo(ObservationStatus.FINAL));
    assertThat(listener.texts("SELECT json FROM resource WHERE resource_type = 'Observation' "
        + "AND json LIKE '%entered-in-error%'")).hasSize(1);
  }

  @Test
  void changesNothingByTheSameReportUnderAnotherControlId() {
    listener.send(RESULT);

    assertThat(listener.send(RESULT.replace("R-1|P", "R-2|P"))).contains("MSA|AA|R-2");
    assertThat(report().getMeta().getVersionId()).isEqualTo("1");
    assertThat(listener.count("resource_history")).isZero();
  }

  @Test
  void makesNoDraftOfASignedReport() {
    listener.send(RESULT);

    assertThat(listener.send(RESULT.replace("R-1|P", "R-2|P").replace("|CT|F|", "|CT|P|")))
        .contains("MSA|AE|R-2", "207^", "it is FINAL");
    assertThat(report().getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);
  }

  @Test
  void keepsWhatACanceledReportSaid() {
    listener.send(RESULT);
    String end = RESULT.substring(0, RESULT.indexOf("OBX|1")).replace("R-1|P", "R-2|P")
        .replace("|CT|F|", "|CT|X|");

    assertThat(listener.send(end)).contains("MSA|AA|R-2");
    assertThat(report().getStatus()).isEqualTo(DiagnosticReportStatus.CANCELLED);
    assertThat(report().getConclusion()).isEqualTo("Theo dõi viêm phổi phải.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "0012345^^^BV01^MR; 99^^^BV01^MR; 204",
      "0012345^^^BV01^MR; ''; 101",
      "JVBERi0xLjM=; JVBE*i0xLjM; 102",
      "https://ris.example/r/1; file:///etc/passwd; 102",
      "||72|; ||72 nhịp|; 102",
      "|CT|F|; |CT|Q|; 103",
      "|113014^DICOM Study^DCM||1.2.840.1|; |113014^DICOM Study^DCM||x|; 102"})
  void refusesAReportThatCanNotBe(String part, String other, String error) {
    listener.send(ORDER);
    assertThat(RESULT).contains(part);

    String answer = listener.send(RESULT.replace(part, other == null ? "" : other));

    assertThat(answer).contains("MSA|AE|R-1", "|" + error + "^");
    assertThat(answer).doesNotContain("etc/passwd", "ĐẶNG");
    assertThat(listener.texts("SELECT id FROM resource WHERE resource_type = 'DiagnosticReport'"))
        .isEmpty();
  }

  @Test
  void takesADocumentOfAHundredKilobytes() {
    String pdf = Base64.getEncoder().encodeToString(new byte[100_000]);

    assertThat(listener.send(RESULT.replace("JVBERi0xLjM=", pdf))).contains("MSA|AA|R-1");
    assertThat(report().getPresentedForm().getFirst().getData()).hasSize(100_000);
  }

  private static String document(String event, String control, String number, String parent) {
    return "MSH|^~\\&|HIS|BV01|TIA|BV01|20261124100000||MDM^" + event + "^MDM_T02|" + control
        + "|P|2.5.1\nEVN||20261124\nPID|1||0012345^^^BV01^MR||ĐẶNG^HƯỜNG^THỊ||19720815|F\n"
        + "PV1|1|O\nTXA|1|DI|TX|20261124090000|||20261124095500||77^TRẦN^BÌNH|||" + number + "|"
        + parent + "|P-1|F-1||AU\n"
        + (event.equals("T11") ? "" : "OBX|1|TX|DI||Kết quả " + control + ".||||||F\n");
  }

  @Test
  void keepsReplacesAndCancelsADocument() {
    listener.send(ORDER);
    assertThat(listener.send(document("T02", "D-1", "DOC-1", ""))).contains("MSA|AA|D-1");
    assertThat(report().getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);
    assertThat(report().getBasedOn()).hasSize(1);

    assertThat(listener.send(document("T10", "D-2", "DOC-2", "DOC-1"))).contains("MSA|AA|D-2");
    assertThat(report().getStatus()).isEqualTo(DiagnosticReportStatus.CORRECTED);
    assertThat(new String(report().getPresentedFormFirstRep().getData(),
        java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("Kết quả D-2.");

    assertThat(listener.send(document("T11", "D-3", "DOC-2", ""))).contains("MSA|AA|D-3");
    assertThat(report().getStatus()).isEqualTo(DiagnosticReportStatus.CANCELLED);
    assertThat(listener.send(document("T11", "D-4", "DOC-9", ""))).contains("MSA|AE|D-4", "204^");
  }
}
