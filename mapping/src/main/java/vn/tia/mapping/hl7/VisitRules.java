package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.mapping.exam.VisitEvent;
import vn.tia.mapping.exam.VisitEvent.Change;

/// The table that takes EVN and PV1 of an ADT message to the visit that they tell of.
///
/// All of it is lenient: who the patient is counts more than how a ward writes its times.
final class VisitRules {

  /// What each event says of the visit; the others tell of the person alone.
  private static final Map<String, Change> CHANGES = Map.ofEntries(
      Map.entry("A01", Change.ADMITTED), Map.entry("A02", Change.MOVED),
      Map.entry("A03", Change.ENDED), Map.entry("A04", Change.ARRIVED),
      Map.entry("A05", Change.PLANNED), Map.entry("A06", Change.ADMITTED),
      Map.entry("A07", Change.ADMITTED), Map.entry("A08", Change.DESCRIBED),
      Map.entry("A10", Change.ARRIVED), Map.entry("A11", Change.CANCELED),
      Map.entry("A12", Change.MOVE_CANCELED), Map.entry("A13", Change.END_CANCELED),
      Map.entry("A38", Change.CANCELED));

  static final List<Rule<OrderSource, VisitDraft>> RULES = List.of(
      lenient("PV1-19 | PID-18", "visit.number",
          (in, out) -> out.number = in.segment("PV1")
              .flatMap(pv1 -> Hl7Types.extendedId(pv1, 19))
              .or(() -> in.segment("PID").flatMap(pid -> Hl7Types.extendedId(pid, 18)))),
      lenient("PV1-2", "visit.patientClass",
          (in, out) -> out.patientClass = in.text("PV1", 2)),
      lenient("PV1-3", "visit.location",
          (in, out) -> out.location = in.segment("PV1")
              .flatMap(pv1 -> Hl7Types.location(pv1, 3))),
      lenient("PV1-6", "visit.priorLocation",
          (in, out) -> out.priorLocation = in.segment("PV1")
              .flatMap(pv1 -> Hl7Types.location(pv1, 6))),
      lenient("PV1-7", "visit.attending",
          (in, out) -> out.attending = in.segment("PV1").flatMap(pv1 -> Hl7Types.person(pv1, 7))),
      lenient("PV1-8", "visit.referring",
          (in, out) -> out.referring = in.segment("PV1").flatMap(pv1 -> Hl7Types.person(pv1, 8))),
      lenient("PV1-44", "visit.admittedAt",
          (in, out) -> out.admittedAt = time(in, "PV1", 44)),
      lenient("PV1-45", "visit.endedAt",
          (in, out) -> out.endedAt = time(in, "PV1", 45)),
      lenient("EVN-2 | MSH-7", "visit.recordedAt",
          (in, out) -> out.recordedAt = time(in, "EVN", 2).or(() -> time(in, "MSH", 7))),
      lenient("EVN-6", "visit.occurredAt",
          (in, out) -> out.occurredAt = time(in, "EVN", 6)));

  private VisitRules() {}

  private static Optional<Instant> time(OrderSource in, String segment, int field) {
    return in.text(segment, field).map(time -> Hl7Times.instant(time, in.site().zone()));
  }

  /// What a message says of a visit; empty where it tells of none, or of one without a number.
  static Optional<VisitEvent> read(Hl7Message message, OrderSource source, List<Fault> leftOut) {
    var change = Optional.ofNullable(CHANGES.get(message.header().event()));
    if (change.isEmpty() || source.segment("PV1").isEmpty()) {
      return Optional.empty();
    }
    var draft = new VisitDraft();
    RULES.forEach(rule -> rule.apply(source, draft, leftOut));
    return change.flatMap(draft::toEvent);
  }
}
