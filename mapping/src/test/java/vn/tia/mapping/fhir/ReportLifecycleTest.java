package vn.tia.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

class ReportLifecycleTest {
  private static final List<String> STATUSES = List.of("registered", "partial", "preliminary",
      "final", "amended", "corrected", "appended", "cancelled", "entered-in-error", "unknown");

  private static DiagnosticReport report(String status, String conclusion) {
    var report = new DiagnosticReport().setStatus(DiagnosticReportStatus.fromCode(status));
    report.setConclusion(conclusion);
    return report;
  }

  /// What may become what, where what it says changes too.
  @Test
  void allowsEachStepThatTheStatusesMean() {
    var signed = Set.of("amended", "corrected", "appended", "cancelled", "entered-in-error");
    var draft = Set.of("partial", "preliminary", "final", "cancelled", "entered-in-error",
        "unknown");
    var allowed = Map.of(
        "registered", with(draft, "registered"),
        "partial", draft, "preliminary", draft, "unknown", draft,
        "final", signed, "amended", signed, "corrected", signed, "appended", signed,
        "cancelled", Set.of("entered-in-error"),
        "entered-in-error", Set.<String>of());

    for (var from : STATUSES) {
      var found = new TreeSet<String>();
      for (var to : STATUSES) {
        if (ReportLifecycle.flaw(report(from, "a"), report(to, "b")).isEmpty()) {
          found.add(to);
        }
      }
      assertThat(found).as(from).containsExactlyInAnyOrderElementsOf(allowed.get(from));
    }
  }

  private static Set<String> with(Set<String> some, String more) {
    var all = new TreeSet<>(some);
    all.add(more);
    return all;
  }

  @Test
  void saysWhatMayFollow() {
    assertThat(ReportLifecycle.flaw(report("final", "a"), report("preliminary", "a"))).contains(
        "a DiagnosticReport that is final can't become preliminary: "
            + "it may become amended, appended, cancelled, corrected, entered-in-error");
    assertThat(ReportLifecycle.flaw(report("entered-in-error", "a"), report("final", "a")))
        .contains("a DiagnosticReport that is entered-in-error can't become final: "
            + "nothing follows");
  }

  @Test
  void keepsWhatWasSignedButLetsItBeFiledAnew() {
    var signed = report("final", "Không thấy tổn thương.");
    assertThat(ReportLifecycle.flaw(signed, report("final", "Có tổn thương."))).contains(
        "a DiagnosticReport that is final says for good what it says: "
            + "amended, corrected or appended may follow");

    var filed = signed.copy();
    filed.addImagingStudy(new Reference("ImagingStudy/1"));
    filed.addIdentifier().setValue("7");
    assertThat(ReportLifecycle.flaw(signed, filed)).isEmpty();
    filed.addResultsInterpreter(new Reference().setDisplay("BS. Lê Mai"));
    assertThat(ReportLifecycle.flaw(signed, filed)).isPresent();
  }

  @Test
  void beginsNoReportAtItsEnd() {
    var refused = new ArrayList<String>();
    for (var status : STATUSES) {
      ReportLifecycle.flaw(report(status, "a")).ifPresent(_ -> refused.add(status));
    }
    assertThat(refused).containsExactly("cancelled", "entered-in-error");
    assertThat(ReportLifecycle.flaw(report("cancelled", "a"))).contains(
        "a new DiagnosticReport can't be cancelled: there is none yet that could end");
  }
}
