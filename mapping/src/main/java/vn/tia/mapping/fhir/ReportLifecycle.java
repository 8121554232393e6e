package vn.tia.mapping.fhir;

import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.AMENDED;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.APPENDED;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.CANCELLED;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.CORRECTED;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.ENTEREDINERROR;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.FINAL;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.PARTIAL;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.PRELIMINARY;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.REGISTERED;
import static org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus.UNKNOWN;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;

/// Which version of a DiagnosticReport may follow which (FHIR R4 DiagnosticReportStatus).
///
/// A draft goes on until it is signed. What was signed stays as it was signed: what changes in it
/// makes it amended, corrected or appended, and it ends as cancelled or entered in error.
public final class ReportLifecycle {
  private static final Set<DiagnosticReportStatus> SIGNED =
      Set.of(FINAL, AMENDED, CORRECTED, APPENDED);

  private static final Set<DiagnosticReportStatus> AFTER_SIGNING =
      Set.of(AMENDED, CORRECTED, APPENDED, CANCELLED, ENTEREDINERROR);

  private ReportLifecycle() {}

  /// Whether somebody has put their name to a report of this status.
  public static boolean isSigned(DiagnosticReportStatus status) {
    return SIGNED.contains(status);
  }

  /// Whether two versions say the same, but for the time when they were signed.
  public static boolean saysTheSame(DiagnosticReport one, DiagnosticReport other) {
    return content(one).setIssued(null).equalsDeep(content(other).setIssued(null));
  }

  /// What is wrong with a report as a first version, as a sentence; empty where nothing is.
  public static Optional<String> flaw(DiagnosticReport first) {
    var status = first.getStatus();
    return status == CANCELLED || status == ENTEREDINERROR
        ? Optional.of("a new DiagnosticReport can't be %s: there is none yet that could end"
            .formatted(status.toCode()))
        : Optional.empty();
  }

  /// What is wrong with a report that is to follow on another, as a sentence; empty where nothing
  /// is.
  public static Optional<String> flaw(DiagnosticReport before, DiagnosticReport now) {
    var from = before.getStatus();
    var to = now.getStatus();
    if (from == to && !next(from).contains(to)) {
      return content(before).equalsDeep(content(now))
          ? Optional.empty()
          : Optional.of("a DiagnosticReport that is %s says for good what it says%s".formatted(
              from.toCode(), from == FINAL ? ": amended, corrected or appended may follow" : ""));
    }
    return next(from).contains(to)
        ? Optional.empty()
        : Optional.of("a DiagnosticReport that is %s can't become %s: %s".formatted(
            from.toCode(), to.toCode(), words(next(from))));
  }

  private static Set<DiagnosticReportStatus> next(DiagnosticReportStatus from) {
    return switch (from) {
      case REGISTERED -> Set.of(
          REGISTERED, PARTIAL, PRELIMINARY, FINAL, CANCELLED, ENTEREDINERROR, UNKNOWN);
      case PARTIAL, PRELIMINARY, UNKNOWN -> Set.of(
          PARTIAL, PRELIMINARY, FINAL, CANCELLED, ENTEREDINERROR, UNKNOWN);
      case FINAL, AMENDED, CORRECTED, APPENDED -> AFTER_SIGNING;
      case CANCELLED -> Set.of(ENTEREDINERROR);
      case ENTEREDINERROR, NULL -> Set.of();
    };
  }

  private static String words(Set<DiagnosticReportStatus> statuses) {
    return statuses.isEmpty() ? "nothing follows" : statuses.stream()
        .map(DiagnosticReportStatus::toCode).sorted()
        .collect(Collectors.joining(", ", "it may become ", ""));
  }

  /// What was signed: what the report says and who says it. What it is filed under, such as its
  /// study, its order and its identifiers, may be put right without a word of it changed.
  private static DiagnosticReport content(DiagnosticReport report) {
    var said = new DiagnosticReport();
    said.setCode(report.getCode());
    said.setEffective(report.getEffective());
    said.setIssuedElement(report.getIssuedElement());
    said.setResultsInterpreter(report.getResultsInterpreter());
    said.setResult(report.getResult());
    said.setMedia(report.getMedia());
    said.setConclusionElement(report.getConclusionElement());
    said.setConclusionCode(report.getConclusionCode());
    said.setPresentedForm(report.getPresentedForm());
    return said;
  }
}
