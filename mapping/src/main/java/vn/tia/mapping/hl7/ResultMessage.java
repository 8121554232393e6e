package vn.tia.mapping.hl7;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.ReportStatus;

/// Takes `ORU^R01` and the documents of `MDM` to reports.
///
/// @param reports one per OBR of an ORU, one for the document of an MDM
/// @param leftOut values that could not be used, where the report is right without them
public record ResultMessage(List<Report> reports, List<Fault> leftOut) implements MessageContent {

  /// The messages that hold reports: ORU, and a document that is new (T02), edited (T08), replaced
  /// (T10) or canceled (T11).
  public static final Set<String> EVENTS =
      Set.of("ORU^R01", "MDM^T02", "MDM^T08", "MDM^T10", "MDM^T11");

  public ResultMessage {
    reports = List.copyOf(reports);
    leftOut = List.copyOf(leftOut);
  }

  /// The reports of a message, all of them or none.
  ///
  /// @throws FaultException if one of them can't be used
  public static ResultMessage of(Hl7Message message, OrderSite site) {
    PatientDraft.require(message.first("PID"));
    boolean isDocument = message.header().type().equals("MDM");
    if (!isDocument && message.first("OBR").isEmpty()) {
      throw missing("OBR", 0, "a result has no OBR");
    }
    var reports = new ArrayList<Report>();
    var leftOut = new ArrayList<Fault>();
    for (OrderSource source : isDocument
        ? List.of(whole(message, site)) : OrderMessages.split(message, site)) {
      if (isDocument || source.segment("OBR").isPresent()) {
        reports.add(report(source, message.header().event(), leftOut));
      }
    }
    return new ResultMessage(reports, leftOut);
  }

  /// A document answers all orders that are named before it; the first of them identifies it.
  private static OrderSource whole(Hl7Message message, OrderSite site) {
    if (message.first("TXA").isEmpty()) {
      throw missing("TXA", 0, "a document has no TXA");
    }
    return new OrderSource(site, List.of(), message.segments());
  }

  private static Report report(OrderSource source, String event, List<Fault> leftOut) {
    var draft = new ResultDraft();
    PatientRules.RULES.forEach(rule -> rule.apply(source, draft.patient, leftOut));
    ResultRules.RULES.forEach(rule -> rule.apply(source, draft, leftOut));
    ReportStatus status = switch (event) {
      case "T11" -> ReportStatus.CANCELED;
      case "T08", "T10" -> draft.status.filter(said -> !said.isSigned())
          .orElse(ReportStatus.CORRECTED);
      default -> draft.status.orElseGet(() -> byFindings(source));
    };
    ResultValues.apply(source, draft, status);
    if (draft.filler.isEmpty() && draft.placer.isEmpty() && draft.accession.isEmpty()
        && draft.document.isEmpty()) {
      throw missing("OBR", 3, "the result has neither filler, placer nor accession number");
    }
    return draft.toReport(status);
  }

  /// Where OBR-25 is empty: as far as the least of its parts is.
  private static ReportStatus byFindings(OrderSource source) {
    var parts = source.own("OBX").stream()
        .flatMap(obx -> obx.text(11).flatMap(ResultCodes::ofFinding).stream()).toList();
    if (parts.isEmpty() || parts.stream().anyMatch(part -> !part.isSigned())) {
      return ReportStatus.PRELIMINARY;
    }
    return parts.contains(ReportStatus.CORRECTED) ? ReportStatus.CORRECTED : ReportStatus.FINAL;
  }

  private static FaultException missing(String segment, int field, String text) {
    return new FaultException(Fault.error(
        FaultCode.REQUIRED_FIELD_MISSING, FaultLocation.of(segment, field), text));
  }
}
