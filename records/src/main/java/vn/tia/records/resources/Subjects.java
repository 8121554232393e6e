package vn.tia.records.resources;

import java.util.Optional;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/// Whom a resource is about: the reference in `subject`, where its type has one.
final class Subjects {
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
    Property property = resource.getNamedProperty("subject");
    return property == null
        ? Optional.empty()
        : property.getValues().stream()
            .filter(Reference.class::isInstance)
            .map(Reference.class::cast)
            .filter(Reference::hasReference)
            .findFirst();
  }
}
