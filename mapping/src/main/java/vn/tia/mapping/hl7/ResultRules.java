package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;
import static vn.tia.mapping.hl7.Rule.strict;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.DiagnosticSection;

/// The table that takes the result of an order, or a document about it, to a report. What its OBX
/// say has a table of its own, [ResultValues].
///
/// After the HL7 v2-to-FHIR guide (ORU_R01, OBR to DiagnosticReport) and IHE RAD TF-2 4.28.
final class ResultRules {

  static final List<Rule<OrderSource, ResultDraft>> RULES = List.of(
      strict("OBR-2 | ORC-2 | TXA-14", "numbers.placer: finds the order, DiagnosticReport.basedOn",
          (in, out) -> out.placer = number(in, "OBR", 2).or(() -> number(in, "ORC", 2))
              .or(() -> number(in, "TXA", 14))),
      strict("OBR-3 | ORC-3 | TXA-15",
          "numbers.filler: finds the order, DiagnosticReport.identifier",
          (in, out) -> out.filler = number(in, "OBR", 3).or(() -> number(in, "ORC", 3))
              .or(() -> number(in, "TXA", 15))),
      strict("OBR-18", "numbers.accession: finds the order",
          (in, out) -> out.accession = in.text("OBR", 18).map(AssignedId::of)),
      strict("TXA-12", "document: DiagnosticReport.identifier",
          (in, out) -> out.document = number(in, "TXA", 12)),
      strict("TXA-13", "replaces: finds the report that is replaced or canceled",
          (in, out) -> out.replaces = number(in, "TXA", 13)),
      strict("OBR-25 | TXA-17", "status: DiagnosticReport.status",
          (in, out) -> out.status = status(in)),
      lenient("OBR-24", "section: DiagnosticReport.category, where it is of table 0074",
          (in, out) -> out.section = in.text("OBR", 24).map(ResultRules::section)),
      strict("OBR-4 | TXA-2", "codes: DiagnosticReport.code",
          (in, out) -> out.codes = in.segment("OBR").or(() -> in.segment("TXA"))
              .map(one -> Hl7Types.codes(one, one.name().equals("OBR") ? 4 : 2))
              .orElse(List.of())),
      lenient("OBR-4.2", "title: DiagnosticReport.code.text",
          (in, out) -> out.title = in.segment("OBR").flatMap(obr -> Hl7Types.words(obr, 4))),
      lenient("OBR-7 | TXA-4", "observedAt: DiagnosticReport.effectiveDateTime",
          (in, out) -> out.observedAt = in.text("OBR", 7).or(() -> in.text("TXA", 4))
              .map(time -> Hl7Times.instant(time, in.site().zone()))),
      lenient("OBR-22 | TXA-7 | TXA-6 | MSH-7", "issuedAt: DiagnosticReport.issued",
          (in, out) -> out.issuedAt = Stream.of(in.text("OBR", 22), in.text("TXA", 7),
                  in.text("TXA", 6), in.text("MSH", 7))
              .flatMap(Optional::stream).findFirst()
              .map(time -> Hl7Times.instant(time, in.site().zone()))),
      lenient("OBR-32 | TXA-9 | TXA-5 | OBX-16",
          "interpreters: DiagnosticReport.resultsInterpreter",
          (in, out) -> out.interpreters = Stream.of(
                  in.segment("OBR").flatMap(obr -> Hl7Types.namedPerson(obr, 32)),
                  in.segment("TXA").flatMap(txa -> Hl7Types.person(txa, 9)),
                  in.segment("TXA").flatMap(txa -> Hl7Types.person(txa, 5)),
                  in.own("OBX").stream().flatMap(
                      obx -> Hl7Types.person(obx, 16).stream()).findFirst())
              .flatMap(Optional::stream).limit(1).toList()));

  private ResultRules() {}

  private static String section(String code) {
    var known = code.toUpperCase(Locale.ROOT);
    if (DiagnosticSection.name(known).isEmpty()) {
      throw new IllegalArgumentException("OBR-24 holds no code of table 0074");
    }
    return known;
  }

  private static Optional<AssignedId> number(OrderSource in, String segment, int field) {
    return in.segment(segment).flatMap(found -> Hl7Types.entityIdentifier(found, field));
  }

  private static Optional<vn.tia.mapping.exam.ReportStatus> status(OrderSource in) {
    Optional<String> document = in.text("TXA", 17);
    if (document.isPresent()) {
      return document.flatMap(ResultCodes::ofDocument);
    }
    return in.text("OBR", 25).map(code -> ResultCodes.ofReport(code).orElseThrow(
        () -> new FaultException(Fault.error(FaultCode.TABLE_VALUE_NOT_FOUND,
            FaultLocation.of("OBR", 25), "OBR-25 holds no status of a result (table 0123)"))));
  }
}
