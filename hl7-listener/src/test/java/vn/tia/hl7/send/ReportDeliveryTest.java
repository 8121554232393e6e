package vn.tia.hl7.send;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.hl7.send.Sender.fields;
import static vn.tia.hl7.send.Sender.until;

import java.io.IOException;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.tia.mapping.hl7.Fault;
import vn.tia.mapping.hl7.FaultCode;
import vn.tia.mapping.hl7.SentKind;
import vn.tia.records.reports.Reports;

/// Reports from the records to a HIS that is another process's stand-in: a real MLLP server.
@Timeout(60)
class ReportDeliveryTest {

  private ScriptedHis his;
  private Sender sender;

  @BeforeEach
  void start() throws IOException {
    his = new ScriptedHis();
    sender = new Sender(Sender.to("his", his.port, SentKind.ORU_R01));
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    his.close();
  }

  @Test
  void sendsAReportOnceTheHisIsBack() throws Exception {
    sender.put(sender.report(sender.patient("0012345"), "Không thấy tổn thương."));
    until(() -> sender.waiting().stream().anyMatch(message -> message.attempts() > 0));

    his.up();
    until(() -> sender.waiting().isEmpty());

    assertThat(his.received).hasSize(1);
    assertThat(his.received.getFirst()).contains("|ORU^R01^ORU_R01|", "|HIS|BV01|",
        "0012345^^^BV01^MR", "ĐẶNG^HƯỜNG", "|RAD|F", "Không thấy tổn thương.");
    assertThat(sender.dead()).isEmpty();
  }

  @Test
  void sendsACorrectionAndAWithdrawalAfterTheReportAndNeverADraft() throws Exception {
    var report = sender.report(sender.patient("P1"), "Không thấy tổn thương.");
    report.addPresentedForm().setContentType("application/pdf")
        .setData("%PDF-1.7 %%EOF".getBytes(US_ASCII));
    sender.put(report.setStatus(DiagnosticReportStatus.PRELIMINARY));
    sender.put(report.setStatus(DiagnosticReportStatus.FINAL));
    sender.put(report.setStatus(DiagnosticReportStatus.CORRECTED).setConclusion("Có tràn dịch."));
    sender.put(report.setStatus(DiagnosticReportStatus.CANCELLED));
    until(() -> sender.waiting().size() == 3);

    his.up();
    until(() -> sender.waiting().isEmpty());

    assertThat(fields(his.received, "OBR", 25)).containsExactly("F", "C", "X");
    assertThat(his.received.getFirst())
        .contains("Không thấy tổn thương.", "^application^pdf^Base64^JVBERi0xLjcgJSVFT0Y=");
    assertThat(his.received.get(1)).contains("Có tràn dịch.");
  }

  @Test
  void sendsAgainWhatAFailingHisCouldNotTake() throws Exception {
    his.fault = Optional.of(Fault.reject(FaultCode.INTERNAL, "later"));
    his.up();
    sender.put(sender.report(sender.patient("P1"), "Bình thường"));
    until(() -> his.received.size() >= 2);
    assertThat(sender.dead()).isEmpty();
    his.fault = Optional.empty();
    until(() -> sender.waiting().isEmpty());

    assertThat(his.kept()).hasSize(1);
    assertThat(sender.dead()).isEmpty();
  }

  @Test
  void tellsAReceiverNothingThatItHasSentItself() throws Exception {
    var patient = sender.patient("P1");
    var theirs = sender.report(patient, "Từ HIS");
    theirs.getMeta().setSource(Reports.source("HIS|BV01"));
    his.up();

    sender.put(theirs);
    sender.put(sender.report(patient, "Từ Tia"));
    until(() -> !his.received.isEmpty() && sender.waiting().isEmpty());

    assertThat(his.received).singleElement().asString().contains("Từ Tia");
  }
}
