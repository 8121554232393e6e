package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;
import static vn.tia.mapping.hl7.Rule.strict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;

/// The table that takes a SIU message to an appointment, after the HL7 v2-to-FHIR guide (SCH to
/// Appointment) and IHE RAD-48.
final class AppointmentRules {

  static final List<Rule<OrderSource, AppointmentDraft>> RULES = List.of(
      strict("SCH-1", "placer: Appointment.identifier",
          (in, out) -> out.placer = number(in, 1)),
      strict("SCH-2", "filler: Appointment.identifier",
          (in, out) -> out.filler = number(in, 2)),
      strict("SCH-26", "order.placer: Appointment.basedOn",
          (in, out) -> out.placerOrder = number(in, 26)),
      strict("SCH-27", "order.filler: Appointment.basedOn",
          (in, out) -> out.fillerOrder = number(in, 27)),
      strict("TQ1-7 | AIS-4 | SCH-11.4", "start: Appointment.start, (0040,0002) and (0040,0003)",
          (in, out) -> out.start = time(in, in.text("TQ1", 7).or(() -> in.text("AIS", 4))
              .or(() -> in.text("SCH", 11, 4)))),
      lenient("TQ1-8 | SCH-11.5 | AIS-7 | SCH-9", "end: Appointment.end",
          (in, out) -> out.end = time(in, in.text("TQ1", 8).or(() -> in.text("SCH", 11, 5)))
              .filter(end -> out.start.filter(end::isBefore).isEmpty())
              .or(() -> out.start.flatMap(start ->
                  length(in).map(start::plus)))),
      lenient("AIS-3 | SCH-8", "services: Appointment.serviceType",
          (in, out) -> out.services = Stream.of(codes(in, "AIS", 3), codes(in, "SCH", 8))
              .filter(codes -> !codes.isEmpty()).findFirst().orElse(List.of())),
      lenient("SCH-7.2 | SCH-7 | SCH-6.2 | SCH-6", "reason: Appointment.reasonCode",
          (in, out) -> out.reason = in.segment("SCH").flatMap(
              sch -> Hl7Types.words(sch, 7).or(() -> Hl7Types.words(sch, 6)))),
      lenient("AIL-3", "location: Appointment.participant, (0040,0011)",
          (in, out) -> out.location = in.segment("AIL")
              .flatMap(ail -> Hl7Types.location(ail, 3))),
      lenient("AIP-3", "performers: Appointment.participant, (0040,0006)",
          (in, out) -> out.performers = in.all("AIP")
              .flatMap(aip -> Hl7Types.person(aip, 3).stream()).toList()));

  private AppointmentRules() {}

  private static Optional<AssignedId> number(OrderSource in, int field) {
    return in.segment("SCH").flatMap(sch -> Hl7Types.entityIdentifier(sch, field));
  }

  private static List<vn.tia.mapping.exam.Coded> codes(OrderSource in, String name, int field) {
    return in.segment(name).map(segment -> Hl7Types.codes(segment, field)).orElse(List.of());
  }

  private static Optional<Instant> time(OrderSource in, Optional<String> text) {
    return text.map(time -> Hl7Times.instant(time, in.site().zone()));
  }

  /// AIS-7 with its unit in AIS-8, else SCH-9 with SCH-10.
  private static Optional<Duration> length(OrderSource in) {
    return in.text("AIS", 7).map(value -> length(value, in.text("AIS", 8)))
        .or(() -> in.text("SCH", 9).map(value -> length(value, in.text("SCH", 10))));
  }

  private static Duration length(String value, Optional<String> unit) {
    if (!value.strip().matches("\\d{1,6}(\\.0*)?")) {
      throw new IllegalArgumentException("a duration is a whole number of at most 6 digits");
    }
    long number = Long.parseLong(value.strip().replaceFirst("\\..*", ""));
    return switch (unit.orElse("min").toLowerCase(Locale.ROOT)) {
      case "s", "sec" -> Duration.ofSeconds(number);
      case "min", "m" -> Duration.ofMinutes(number);
      case "h", "hr" -> Duration.ofHours(number);
      default -> throw new IllegalArgumentException("a duration is in s, min or h");
    };
  }
}
