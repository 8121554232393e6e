package vn.tia.fhir.rest;

import java.util.HashSet;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// Leads what is written about a merged patient to the one who stands in their place.
///
/// A client may have opened the report before the merge; the report is about a person, whose record
/// is the survivor's now.
record MergedPatients(Resources resources) {

  /// Changes the subject of the resource where that patient was merged.
  void follow(Resource resource, Access access) {
    switch (resource) {
      case DiagnosticReport report -> follow(report.getSubject(), access);
      case Observation observation -> follow(observation.getSubject(), access);
      case ServiceRequest request -> follow(request.getSubject(), access);
      default -> { }
    }
  }

  private void follow(Reference subject, Access access) {
    var seen = new HashSet<String>();
    while (subject.hasReference() && seen.add(subject.getReference())) {
      replacedBy(subject.getReference(), access).ifPresent(subject::setReference);
    }
  }

  private Optional<String> replacedBy(String reference, Access access) {
    if (!reference.matches("Patient/[A-Za-z0-9.-]{1,64}")) {
      return Optional.empty();
    }
    return resources.read(ResourceKey.parse(reference), access)
        .filter(stored -> !stored.deleted())
        .flatMap(stored -> stored.decode(Patient.class).getLink().stream()
            .filter(link -> link.getType() == LinkType.REPLACEDBY)
            .map(link -> link.getOther().getReference())
            .findFirst());
  }
}
