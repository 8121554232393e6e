package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/// Makes OperationOutcomes of refusals (R4 section 2.43).
final class Outcomes {
  private Outcomes() {}

  /// What a refusal says, with the issue type that fits its status.
  static OperationOutcome of(BaseServerResponseException refusal) {
    if (refusal.getOperationOutcome() instanceof OperationOutcome outcome) {
      return outcome;
    }
    return of(IssueSeverity.ERROR, type(refusal.getStatusCode()), refusal.getMessage());
  }

  /// A refusal which also says what it is about, such as an entry of a Bundle: each issue by
  /// an expression, and its message.
  static BaseServerResponseException at(String place, BaseServerResponseException refusal) {
    var outcome = of(refusal).copy();
    outcome.getIssue().forEach(issue -> issue.setDiagnostics(
        "%s: %s".formatted(place, issue.getDiagnostics())).addExpression(place));
    var located = BaseServerResponseException.newInstance(
        refusal.getStatusCode(), "%s: %s".formatted(place, refusal.getMessage()));
    located.setOperationOutcome(outcome);
    return located;
  }

  static OperationOutcome of(IssueSeverity severity, IssueType type, String diagnostics) {
    var outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(severity).setCode(type).setDiagnostics(diagnostics);
    return outcome;
  }

  private static IssueType type(int status) {
    return switch (status) {
      case 403 -> IssueType.FORBIDDEN;
      case 404 -> IssueType.NOTFOUND;
      case 405, 406, 415 -> IssueType.NOTSUPPORTED;
      case 409, 412 -> IssueType.CONFLICT;
      case 410 -> IssueType.DELETED;
      case 413 -> IssueType.TOOLONG;
      case 422 -> IssueType.PROCESSING;
      case 428 -> IssueType.REQUIRED;
      case 503 -> IssueType.TRANSIENT;
      default -> status < 500 ? IssueType.INVALID : IssueType.EXCEPTION;
    };
  }
}
