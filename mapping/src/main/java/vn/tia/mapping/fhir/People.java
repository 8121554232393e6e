package vn.tia.mapping.fhir;

import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.Practitioner;

/// Members of staff as FHIR R4 Practitioners, one for each number of a facility (HL7 v2-to-FHIR
/// guide, XCN to Practitioner).
///
/// Who comes without a number or without a name is told by a logical reference: nobody could say
/// that two of them are one.
public final class People {
  private People() {}

  /// The resource of a person with number and name.
  public static Optional<org.hl7.fhir.r4.model.Practitioner> toPractitioner(
      Practitioner person, AuthoritySystems systems) {
    return id(person, systems).map(id -> {
      var resource = new org.hl7.fhir.r4.model.Practitioner();
      resource.setId(id);
      resource.addIdentifier(identifier(person, systems).orElseThrow());
      resource.addName(PatientMapping.toName(person.name()));
      return resource;
    });
  }

  /// Who somebody is: by their resource where they have one, else by number and name.
  static Reference toReference(Practitioner person, AuthoritySystems systems) {
    var reference = toLogical(person, systems);
    id(person, systems).ifPresent(id -> reference.setReference("Practitioner/" + id));
    return reference;
  }

  /// Who somebody is, by number and name alone: where no resource of theirs is written.
  static Reference toLogical(Practitioner person, AuthoritySystems systems) {
    var reference = new Reference().setType("Practitioner");
    if (!person.name().isUnknown()) {
      reference.setDisplay(person.name().text());
    }
    identifier(person, systems).ifPresent(reference::setIdentifier);
    return reference;
  }

  private static Optional<Identifier> identifier(Practitioner person, AuthoritySystems systems) {
    return person.id().map(id -> new Identifier()
        .setSystem(systems.of(id.authority())).setValue(id.value()));
  }

  private static Optional<String> id(Practitioner person, AuthoritySystems systems) {
    return person.name().isUnknown()
        ? Optional.empty()
        : person.id().map(id -> StableId.of(
            "Practitioner", systems, systems.of(id.authority()), id.value()));
  }
}
