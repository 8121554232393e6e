package vn.tia.records.patients;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;

/// What a patient is after one more message spoke of them.
final class Demographics {
  private Demographics() {}

  /// Known, brought up to date by a HIS: what it doesn't say stays, a year of birth doesn't replace
  /// the whole date of that year, and no number is ever lost.
  static Patient updated(Patient known, Patient said, AuthoritySystems systems) {
    return new Patient(
        identifiers(known, said, systems),
        said.name().isUnknown() ? known.name() : said.name(),
        birthDate(known.birthDate(), said.birthDate()),
        said.sex() == Sex.UNKNOWN ? known.sex() : said.sex(),
        said.address().or(known::address),
        said.phones().isEmpty() ? known.phones() : said.phones());
  }

  /// Known, without the values that are taken back and not said anew. Numbers and the name stay: a
  /// patient without them could not be found.
  static Patient without(Patient known, Patient said, Set<String> cleared) {
    return new Patient(known.identifiers(), known.name(),
        cleared.contains("patient.birthDate") && said.birthDate().isEmpty()
            ? Optional.empty() : known.birthDate(),
        cleared.contains("patient.sex") && said.sex() == Sex.UNKNOWN ? Sex.UNKNOWN : known.sex(),
        cleared.contains("patient.address") && said.address().isEmpty()
            ? Optional.empty() : known.address(),
        cleared.contains("patient.phones") && said.phones().isEmpty()
            ? List.of() : known.phones());
  }

  /// Known, with only its gaps filled by an image.
  static Patient filled(Patient known, Patient seen, AuthoritySystems systems) {
    var merged = updated(seen, known, systems);
    return new Patient(identifiers(known, seen, systems), merged.name(), merged.birthDate(),
        merged.sex(), merged.address(), merged.phones());
  }

  private static List<PatientIdentifier> identifiers(
      Patient known, Patient said, AuthoritySystems systems) {
    var all = new ArrayList<>(known.identifiers());
    Set<IdentifierKey> keys = new HashSet<>();
    all.forEach(one -> keys.add(IdentifierKey.of(one, systems)));
    said.identifiers().stream()
        .filter(one -> keys.add(IdentifierKey.of(one, systems)))
        .forEach(all::add);
    return all;
  }

  private static Optional<PartialDate> birthDate(
      Optional<PartialDate> known, Optional<PartialDate> said) {
    if (known.isPresent() && said.isPresent()
        && known.get().toString().startsWith(said.get().toString())) {
      return known;
    }
    return said.or(() -> known);
  }
}
