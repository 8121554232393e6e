package vn.tia.mapping.exam;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A radiologist's report as one message states it.
///
/// @param numbers those of the order that it answers, and the study that was read
/// @param document its own number, where it has one beside the order's (TXA-12)
/// @param replaces the number of the document in whose place it stands (TXA-13)
/// @param section who made it, a code of HL7 table 0074, as `RAD` or `CT`
/// @param codes what was examined, best first
/// @param observedAt when the exam took place
/// @param issuedAt when the report was written
/// @param conclusion what follows from it
public record Report(
    OrderNumbers numbers,
    Optional<AssignedId> document,
    Optional<AssignedId> replaces,
    Patient patient,
    ReportStatus status,
    Optional<String> section,
    List<Coded> codes,
    Optional<String> title,
    Optional<Instant> observedAt,
    Optional<Instant> issuedAt,
    List<Practitioner> interpreters,
    List<Finding> findings,
    List<ReportDocument> documents,
    Optional<String> conclusion,
    List<Coded> conclusionCodes) {

  public Report {
    codes = List.copyOf(codes);
    title = Texts.line(title);
    interpreters = List.copyOf(interpreters);
    findings = List.copyOf(findings);
    documents = List.copyOf(documents);
    conclusion = conclusion.map(Texts::whole).filter(text -> !text.isEmpty());
    conclusionCodes = List.copyOf(conclusionCodes);
    if (document.isEmpty() && numbers.filler().isEmpty() && numbers.placer().isEmpty()
        && numbers.accession().isEmpty()) {
      throw new IllegalArgumentException(
          "a report needs a filler, placer or accession number, or a number of its own");
    }
  }

  /// The same report, as far as this.
  public Report with(ReportStatus other) {
    return new Report(numbers, document, replaces, patient, other, section, codes, title,
        observedAt, issuedAt, interpreters,
        findings.stream().map(one -> one.with(other)).toList(), documents, conclusion,
        conclusionCodes);
  }
}
