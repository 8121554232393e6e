package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.AssignedId;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Practitioner;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.exam.Visit;

/// The values of an exam as data types and segments of HL7 v2.
final class ExamSegments {

  private ExamSegments() {}

  /// PID: the patient with all numbers.
  static SegmentDraft pid(Patient patient, Envelope envelope) {
    var pid = new SegmentDraft("PID").put(1, "1")
        .raw(3, patient.identifiers().stream()
            .map(id -> extended(id, envelope)).collect(Collectors.joining("~")));
    if (!patient.name().isUnknown()) {
      pid.raw(5, name(patient.name()));
    }
    patient.birthDate().map(PartialDate::toString)
        .ifPresent(date -> pid.put(7, date.replace("-", "")));
    return pid.put(8, sex(patient.sex()));
  }

  /// PV1, where anything is known of the visit.
  static Optional<SegmentDraft> pv1(Visit visit, Envelope envelope) {
    if (visit.admissionId().isEmpty() && visit.patientClass().isEmpty()) {
      return Optional.empty();
    }
    var pv1 = new SegmentDraft("PV1").put(1, "1").put(2, visit.patientClass().orElse("U"));
    visit.referring().ifPresent(doctor -> pv1.raw(8, person(doctor)));
    visit.admissionId().ifPresent(id -> pv1.raw(19, SegmentDraft.composed(id.value()) + "^^^"
        + authority(id.authority(), envelope)));
    return Optional.of(pv1);
  }

  /// EI: the value, and who gave it unless that is the facility itself.
  static String entity(AssignedId id) {
    var by = id.authority();
    return SegmentDraft.composed(id.value(), by.namespace().orElse(""),
        by.universalId().orElse(""), by.universalType().orElse(""));
  }

  /// CE and CWE: the first two codes, or the words alone.
  static String codes(List<Coded> codes, Optional<String> words) {
    return codes.isEmpty()
        ? SegmentDraft.composed("", words.orElse(""))
        : codes.stream().limit(2)
            .map(code -> Stream.of(code.code(), code.display().or(() -> words).orElse(""),
                    code.scheme().orElse("L"))
                .map(part -> Escapes.escape(part, Delimiters.STANDARD))
                .collect(Collectors.joining("^")))
            .collect(Collectors.joining("^"));
  }

  /// XCN: number and name.
  static String person(Practitioner person) {
    var name = person.name();
    return SegmentDraft.composed(person.id().map(AssignedId::value).orElse(""), name.family(),
        name.given(), name.middle(), name.suffix(), name.prefix());
  }

  /// CX: value, authority, type.
  private static String extended(PatientIdentifier id, Envelope envelope) {
    return SegmentDraft.composed(id.value()) + "^^^" + authority(id.authority(), envelope)
        + "^" + SegmentDraft.composed(id.typeCode());
  }

  /// HD as a component; the facility's own where none was said.
  private static String authority(Authority authority, Envelope envelope) {
    var parts = authority.isUnsaid()
        ? Stream.of(envelope.systems().namespace())
        : Stream.of(authority.namespace().orElse(""), authority.universalId().orElse(""),
            authority.universalType().orElse(""));
    return parts.map(part -> Escapes.escape(part, Delimiters.STANDARD))
        .collect(Collectors.joining("&"))
        .replaceFirst("&+$", "");
  }

  /// XPN: family, given, middle, suffix, prefix, and `L` for the legal name.
  private static String name(HumanName name) {
    return SegmentDraft.composed(name.family(), name.given(), name.middle(), name.suffix(),
        name.prefix(), "", "L");
  }

  private static String sex(Sex sex) {
    return switch (sex) {
      case MALE -> "M";
      case FEMALE -> "F";
      case OTHER -> "O";
      case UNKNOWN -> "U";
    };
  }
}
