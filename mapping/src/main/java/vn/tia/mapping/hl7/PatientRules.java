package vn.tia.mapping.hl7;

import static vn.tia.mapping.hl7.Rule.lenient;
import static vn.tia.mapping.hl7.Rule.strict;

import java.util.List;
import java.util.stream.Stream;

/// The table that takes the PID segment of any message to an exam's patient.
///
/// After IHE RAD TF-2 appendix B and the HL7 v2-to-FHIR guide, so that an order and an ADT message
/// say the same of a patient.
final class PatientRules {

  static final List<Rule<OrderSource, PatientDraft>> RULES = List.of(
      strict("PID-3", "patient.identifiers, (0010,0020), (0010,0021) and (0010,1002)",
          (in, out) -> out.identifiers = in.segment("PID")
              .map(pid -> Hl7Types.patientIdentifiers(pid, 3)).orElse(List.of())),
      strict("PID-5", "patient.name, (0010,0010)",
          (in, out) -> in.segment("PID").ifPresent(
              pid -> out.name = Hl7Types.personName(pid, 5))),
      strict("PID-7", "patient.birthDate, (0010,0030)",
          (in, out) -> out.birthDate = in.text("PID", 7).map(Hl7Times::date)),
      strict("PID-8", "patient.sex, (0010,0040)",
          (in, out) -> in.text("PID", 8).ifPresent(
              code -> out.sex = CodeTables.sex(code, in.site().sexes()))),
      lenient("PID-11", "patient.address, (0010,1040)",
          (in, out) -> out.address = in.segment("PID")
              .flatMap(pid -> Hl7Types.address(pid, 11))),
      lenient("PID-13 + PID-14", "patient.phones, (0010,2154)",
          (in, out) -> out.phones = Stream.of(13, 14)
              .flatMap(field -> in.segment("PID").stream()
                  .flatMap(pid -> Hl7Types.phones(pid, field).stream()))
              .toList()));

  private PatientRules() {}
}
