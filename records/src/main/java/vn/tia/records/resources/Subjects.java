package vn.tia.records.resources;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/// Whom a resource is about: the reference in `subject`, or what its type has in place of that.
final class Subjects {
  /// What types call it: most `subject`, AllergyIntolerance `patient`, Task `for`, Coverage
  /// `beneficiary`.
  private static final List<String> ELEMENTS =
      List.of("subject", "patient", "for", "beneficiary");

  private Subjects() {}

  static Optional<String> of(Resource resource) {
    return reference(resource).map(Reference::getReference);
  }

  /// The resource about another subject.
  static Resource with(Resource resource, String subject) {
    reference(resource).ifPresent(reference -> reference.setReference(subject));
    return resource;
  }

  private static Optional<Reference> reference(Resource resource) {
    if (resource instanceof Appointment appointment) {
      return appointment.getParticipant().stream()
          .map(Appointment.AppointmentParticipantComponent::getActor)
          .filter(actor -> actor.hasReference() && actor.getReference().startsWith("Patient/"))
          .findFirst();
    }
    return ELEMENTS.stream()
        .flatMap(name -> Optional.ofNullable(resource.getNamedProperty(name)).stream())
        .flatMap(property -> property.getValues().stream())
        .filter(Reference.class::isInstance)
        .map(Reference.class::cast)
        .filter(Reference::hasReference)
        .findFirst();
  }
}
