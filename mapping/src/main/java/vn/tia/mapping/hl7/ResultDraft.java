package vn.tia.mapping.hl7;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Finding;
import vn.tia.mapping.exam.OrderNumbers;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Report;
import vn.tia.mapping.exam.ReportDocument;
import vn.tia.mapping.exam.ReportStatus;

/// A report while the rules fill it in; never leaves this package.
final class ResultDraft {
  Optional<AssignedId> placer = Optional.empty();
  Optional<AssignedId> filler = Optional.empty();
  Optional<AssignedId> accession = Optional.empty();
  Optional<String> studyUid = Optional.empty();
  Optional<AssignedId> document = Optional.empty();
  Optional<AssignedId> replaces = Optional.empty();
  final PatientDraft patient = new PatientDraft();
  Optional<ReportStatus> status = Optional.empty();
  Optional<String> section = Optional.empty();
  List<Coded> codes = List.of();
  Optional<String> title = Optional.empty();
  Optional<Instant> observedAt = Optional.empty();
  Optional<Instant> issuedAt = Optional.empty();
  List<Practitioner> interpreters = List.of();
  final List<Finding> findings = new ArrayList<>();
  final List<ReportDocument> documents = new ArrayList<>();
  final List<String> conclusion = new ArrayList<>();
  final List<Coded> conclusionCodes = new ArrayList<>();

  Report toReport(ReportStatus reached) {
    return new Report(
        new OrderNumbers(placer, filler, Optional.empty(), accession, studyUid),
        document, replaces, patient.toPatient(), reached, section, codes, title, observedAt,
        issuedAt, interpreters, findings, documents,
        Optional.of(String.join("\n", conclusion)).filter(text -> !text.isBlank()),
        conclusionCodes);
  }
}
