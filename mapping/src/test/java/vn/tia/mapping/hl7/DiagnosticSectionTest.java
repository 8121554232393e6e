package vn.tia.mapping.hl7;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.fhir.ReportMapping;

/// OBR-24 comes in, is a category in FHIR, and goes out again.
class DiagnosticSectionTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final AuthoritySystems SYSTEMS =
      new AuthoritySystems("BV01", "BV01", "urn:oid:1.2.3");

  @ParameterizedTest
  @CsvSource({"CT, CT, CAT Scan, 0", "RUS, RUS, Radiology Ultrasound, 0", "'', RAD, Radiology, 0",
      "CĐHA, RAD, Radiology, 1"})
  void isToldAsItCame(String said, String code, String name, int leftOut) {
    var message = ResultMessage.of(read("MSH|^~\\&|HIS|BV01|TIA|BV01|2026||ORU^R01|M-1|P|2.5\r"
        + "PID|1||77^^^BV01^MR||ĐẶNG^HƯỜNG\rOBR|1|P-1|F-1|CTN^CT" + "|".repeat(20) + said
        + "|F\r"), OrderSite.standard(ZONE));
    var report = new ReportMapping(SYSTEMS, ZONE).toDiagnosticReport(message.reports().getFirst(),
        new ReportMapping.Place("r", "p", Optional.empty(), Optional.empty(), "HIS"));

    assertThat(message.leftOut()).hasSize(leftOut);
    var category = report.getCategoryFirstRep().getCodingFirstRep();
    assertThat(category.getCode()).isEqualTo(code);
    assertThat(category.getDisplay()).isEqualTo(name);
    assertThat(obr(report).text(24)).contains(code);
  }

  private static Hl7Segment obr(DiagnosticReport report) {
    var envelope = new Envelope(new Envelope.Parties("TIA", "BV01", "HIS", "BV01"), "C-1",
        Instant.EPOCH, ZONE, SYSTEMS, Dialect.DEFAULT);
    return read(ReportMessages.toOruR01(new ReportContent(report, new Patient(),
        Optional.empty(), List.of(), Optional.empty()), envelope)).first("OBR").orElseThrow();
  }

  private static Hl7Message read(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Hl7Message.read(bytes, MessageHeader.read(bytes), ReadSettings.DEFAULT);
  }
}
