package vn.tia.records.patients;

import java.util.List;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;

/// An identifier by what makes it one: the URI of its authority and its value.
record IdentifierKey(String system, String value) {
  static IdentifierKey of(PatientIdentifier identifier, AuthoritySystems systems) {
    return new IdentifierKey(systems.of(identifier), identifier.value());
  }

  /// The keys by which a patient may be found on the strength of one facility's word.
  static List<IdentifierKey> local(Patient patient, AuthoritySystems systems) {
    return patient.identifiers().stream()
        .filter(PatientIdentifier::isLocal)
        .map(one -> of(one, systems))
        .distinct()
        .toList();
  }

  /// The keys that are valid beyond one facility: a national id, an insurance card.
  static List<IdentifierKey> shared(Patient patient, AuthoritySystems systems) {
    return patient.identifiers().stream()
        .filter(one -> !one.isLocal() && one.identifies())
        .map(one -> of(one, systems))
        .distinct()
        .toList();
  }
}
