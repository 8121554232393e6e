package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;
import static vn.tia.mapping.hl7.Rule.strict;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.Insurance;
import vn.tia.mapping.hl7.OrderSite.Observed;
import vn.tia.mapping.exam.OrderStatus;

/// The table that takes an order message to an exam's order: the visit, the request and the
/// requested procedure. Patient and steps have their own tables, [PatientRules] and [StepRules].
///
/// Field by field after IHE RAD TF-2 (4.2, 4.4 and appendix B); the sources named here are those of
/// [OrderSite#standard], which a site may change.
final class OrderRules {

  static final List<Rule<OrderSource, OrderDraft>> RULES = List.of(
      strict("ORC-2 | OBR-2", "numbers.placer, (0040,2016) and (0040,0026)",
          (in, out) -> out.placer = number(in, "ORC", 2).or(() -> number(in, "OBR", 2))),
      strict("ORC-3 | OBR-3", "numbers.filler, (0040,2017) and (0040,0027)",
          (in, out) -> out.filler = number(in, "ORC", 3).or(() -> number(in, "OBR", 3))),
      lenient("ORC-4 | ORC-8", "numbers.group; ORC-8 for a part of another order",
          (in, out) -> out.group = number(in, "ORC", 4)
              .or(() -> in.segment("ORC").flatMap(OrderRules::parent))),
      strict("IPC-1 | OBR-18", "numbers.accession, (0008,0050) and (0008,0051)",
          (in, out) -> out.accession = accession(in)),
      strict("IPC-3 | ZDS-1", "numbers.studyUid, (0020,000D)",
          (in, out) -> out.studyUid = in.first(in.site().studyUid()).map(CodeTables::uid)),
      lenient("ORC-5", "status, (0040,0020)",
          (in, out) -> out.status = in.text("ORC", 5).flatMap(OrderStatus::of)),

      lenient("OBX-5", "condition.weightKg, (0010,1030), where OBX-3 says body weight",
          (in, out) -> out.weightKg = Observations.weightKg(in)),
      lenient("OBX-5", "condition.heightM, (0010,1020), where OBX-3 says body height",
          (in, out) -> out.heightM = Observations.heightM(in)),
      lenient("OBX-5", "condition.pregnancy, (0010,21C0), where OBX-3 says pregnancy status",
          (in, out) -> out.pregnancy = Observations.pregnancy(in)),
      lenient("OBR-13 + OBX-5",
          "condition.medicalAlerts, (0010,2000); OBX-5 where OBX-3 says medical alert",
          (in, out) -> out.alerts = Stream.concat(in.whole("OBR", 13).stream(),
              Observations.words(in, Observed.ALERT).stream()).distinct().toList()),
      lenient("AL1-3 + OBX-5",
          "condition.allergies, (0010,2110); OBX-5 where OBX-3 says allergy",
          (in, out) -> out.allergies = Stream.concat(
                  in.all("AL1").flatMap(al1 -> Hl7Types.words(al1, 3).stream()),
                  Observations.words(in, Observed.ALLERGY).stream())
              .distinct().toList()),
      lenient("OBX-5", "condition.specialNeeds, (0038,0050), where OBX-3 says special needs",
          (in, out) -> out.specialNeeds = Observations.words(in, Observed.SPECIAL_NEED).stream()
              .reduce((one, other) -> one + "; " + other)),
      lenient("OBR-12", "condition.state, (0038,0500)",
          (in, out) -> out.state = in.segment("OBR").flatMap(obr -> Hl7Types.words(obr, 12))),
      lenient("NTE-3", "condition.comments, (0010,4000), where it stands before ORC",
          (in, out) -> out.patientComments = notes(in.shared("NTE"))),

      lenient("PV1-19 | PID-18", "visit.admissionId, (0038,0010) and (0038,0014)",
          (in, out) -> out.admissionId = in.segment("PV1")
              .flatMap(pv1 -> Hl7Types.extendedId(pv1, 19))
              .or(() -> in.segment("PID").flatMap(pid -> Hl7Types.extendedId(pid, 18)))),
      lenient("PV1-44", "visit.admittedAt, (0038,0020) and (0038,0021)",
          (in, out) -> out.admittedAt = in.text("PV1", 44)
              .map(time -> Hl7Times.instant(time, in.site().zone()))),
      lenient("PV1-2", "visit.patientClass",
          (in, out) -> out.patientClass = in.text("PV1", 2)),
      lenient("ORC-17 | MSH-4", "visit.institution, (0008,0080)",
          (in, out) -> out.institution = in.segment("ORC")
              .flatMap(orc -> Hl7Types.words(orc, 17)).or(() -> in.text("MSH", 4))),
      lenient("ORC-22", "visit.institutionAddress, (0008,0081)",
          (in, out) -> out.institutionAddress = in.segment("ORC")
              .flatMap(orc -> Hl7Types.address(orc, 22))),
      lenient("PV1-3", "visit.patientLocation, (0038,0300)",
          (in, out) -> out.patientLocation = in.segment("PV1")
              .flatMap(pv1 -> Hl7Types.location(pv1, 3))),
      lenient("PV1-8", "visit.referring, (0008,0090)",
          (in, out) -> out.referring = in.segment("PV1").flatMap(pv1 -> Hl7Types.person(pv1, 8))),
      lenient("PV1-7", "visit.attending, (0008,1048)",
          (in, out) -> out.attending = in.segment("PV1").flatMap(pv1 -> Hl7Types.person(pv1, 7))),

      lenient("OBR-16 | ORC-12", "request.requester, (0032,1032)",
          (in, out) -> out.requester = in.segment("OBR")
              .flatMap(obr -> Hl7Types.person(obr, 16))
              .or(() -> in.segment("ORC").flatMap(orc -> Hl7Types.person(orc, 12)))),
      lenient("ORC-13.9 | ORC-13", "request.department, (0032,1033)",
          (in, out) -> out.department = in.text("ORC", 13, 9).or(() -> in.text("ORC", 13))),
      lenient("OBR-17 | ORC-14", "request.callbackPhones, (0040,2010)",
          (in, out) -> out.callbackPhones = Stream.of(
                  all(in, "OBR", obr -> Hl7Types.phones(obr, 17)),
                  all(in, "ORC", orc -> Hl7Types.phones(orc, 14)))
              .filter(phones -> !phones.isEmpty()).findFirst().orElse(List.of())),
      lenient("ORC-9", "request.issuedAt, (0040,2004) and (0040,2005)",
          (in, out) -> out.issuedAt = in.text("ORC", 9)
              .map(time -> Hl7Times.instant(time, in.site().zone()))),
      lenient("ORC-10", "request.enteredBy, (0040,2008)",
          (in, out) -> out.enteredBy = in.segment("ORC").flatMap(
              orc -> Hl7Types.person(orc, 10))),

      strict("IPC-2 | OBR-19", "procedure.id, (0040,1001)",
          (in, out) -> out.procedureId = in.first(in.site().procedureId())),
      strict("OBR-44 + OBR-4", "procedure.codes, (0032,1064)",
          (in, out) -> out.codes = procedureCodes(in)),
      lenient("OBR-44.2 | OBR-4.2", "procedure.description, (0032,1060)",
          (in, out) -> out.description = procedureWords(in)),
      lenient("NTE-3", "procedure.comments, (0040,1400), where it stands after ORC",
          (in, out) -> out.comments = notes(in.own("NTE"))),
      lenient("OBR-31", "procedure.reasons, (0040,100A)",
          (in, out) -> out.reasons = all(in, "OBR", obr -> Hl7Types.codes(obr, 31))),
      lenient("OBR-31.2 | OBR-31", "procedure.reasonText, (0040,1002)",
          (in, out) -> out.reasonText = in.segment("OBR")
              .flatMap(obr -> Hl7Types.words(obr, 31))),
      lenient("TQ1-9 | ORC-7.6 | OBR-27.6 | OBR-5", "procedure.priority, (0040,1003)",
          (in, out) -> Stream.of(in.text("TQ1", 9), in.text("ORC", 7, 6), in.text("OBR", 27, 6),
                  in.text("OBR", 5))
              .flatMap(Optional::stream).findFirst()
              .ifPresent(code -> out.priority = CodeTables.priority(code))),
      lenient("OBR-30", "procedure.transport, (0040,1004)",
          (in, out) -> out.transport = in.segment("OBR").flatMap(obr -> Hl7Types.words(obr, 30))),
      lenient("ORC-28", "procedure.confidentiality, (0040,1008)",
          (in, out) -> out.confidentiality = in.segment("ORC")
              .flatMap(orc -> Hl7Types.words(orc, 28))),
      lenient("IN1-36 | IN1-49", "insurances: Coverage",
          (in, out) -> out.insurances = in.all("IN1")
              .flatMap(in1 -> insurance(in1).stream()).toList()));

  private OrderRules() {}

  /// EIP: the placer's number of the parent, else the filler's.
  private static Optional<AssignedId> parent(Hl7Segment orc) {
    return Stream.of(1, 2)
        .flatMap(part -> orc.text(8, 0, part, 1).map(value -> new AssignedId(value,
            new Authority(orc.text(8, 0, part, 2), orc.text(8, 0, part, 3),
                orc.text(8, 0, part, 4)))).stream())
        .findFirst();
  }

  /// The BHYT card's number stands in IN1-36; some senders put it into IN1-49.
  private static Optional<Insurance> insurance(Hl7Segment in1) {
    Optional<AssignedId> payer = Hl7Types.extendedId(in1, 3);
    return in1.text(36).or(() -> in1.text(49)).map(number -> new Insurance(
        new AssignedId(number, payer.map(id -> Authority.ofNamespace(id.value()))
            .orElse(Authority.UNSAID)),
        Hl7Types.codes(in1, 2).stream().findFirst(), in1.text(4), payer,
        in1.text(12).flatMap(text -> Hl7Times.date(text).date()),
        in1.text(13).flatMap(text -> Hl7Times.date(text).date())));
  }

  static List<Coded> procedureCodes(OrderSource in) {
    return Stream.of(44, 4)
        .flatMap(field -> all(in, "OBR", obr -> Hl7Types.codes(obr, field)).stream())
        .distinct()
        .toList();
  }

  static Optional<String> procedureWords(OrderSource in) {
    return in.segment("OBR").flatMap(
        obr -> Hl7Types.words(obr, 44).or(() -> Hl7Types.words(obr, 4)));
  }

  private static Optional<AssignedId> number(OrderSource in, String segment, int field) {
    return in.segment(segment).flatMap(found -> Hl7Types.entityIdentifier(found, field));
  }

  /// With its issuer where a whole EI holds it; a component of a field has none.
  private static Optional<AssignedId> accession(OrderSource in) {
    return in.place(in.site().accession()).flatMap(place -> place.component() == 1
        ? number(in, place.segment(), place.field())
        : in.text(place.segment(), place.field(), place.component()).map(AssignedId::of));
  }

  private static Optional<String> notes(List<Hl7Segment> notes) {
    String text = notes.stream()
        .flatMap(note -> note.whole(3).stream())
        .collect(Collectors.joining("\n"));
    return Optional.of(text).filter(joined -> !joined.isEmpty());
  }

  private static <T> List<T> all(
      OrderSource in, String segment, Function<Hl7Segment, List<T>> values) {
    return in.segment(segment).map(values).orElse(List.of());
  }
}
