package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import vn.tia.records.access.Access;
import vn.tia.records.resources.PutOutcome;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers update (R4 section 3.1.0.7), with the version of If-Match where the client gives one.
///
/// Ids are made by the server, so an update of what doesn't exist is 405.
record UpdateInteraction(
    Resources resources, WriteRules rules, OrderWrites orders, ReportWrites reports) {

  StoredResource update(
      ResourceKey key, Resource resource, Optional<String> version, Access access) {
    if (!key.id().equals(resource.getIdElement().getIdPart())) {
      throw new InvalidRequestException("the id in the body is not the id in the URL");
    }
    var current = resources.read(ReadInteraction.valid(key), access)
        .orElseThrow(() -> new MethodNotAllowedException(
            "there is no such %s here, and ids are made by the server: create it by POST"
                .formatted(key.type())));
    if (current.deleted()) {
      throw new ResourceGoneException("this %s was deleted".formatted(key.type()));
    }
    ReadFromDocument.refuse(current);
    if (resource instanceof ServiceRequest request) {
      return orders.update(current, request, version, access);
    }
    if (rules.facility(resource, access) != current.facilityId()) {
      throw new UnprocessableEntityException(
          "%s.subject refers to a Patient that does not exist here".formatted(key.type()));
    }
    if (resource instanceof DiagnosticReport report) {
      return reports.update(current, report, version);
    }
    resource.setId(new IdType(key.type(), key.id()));
    return version.isEmpty()
        ? resources.put(current.facilityId(), resource)
        : put(current, resource, version.get());
  }

  private StoredResource put(StoredResource current, Resource resource, String version) {
    if (!version.matches("\\d{1,18}")) {
      throw new PreconditionFailedException("If-Match names no version of this server");
    }
    return switch (resources.putIfVersion(
        current.facilityId(), resource, Long.parseLong(version))) {
      case PutOutcome.Stored(var stored) -> stored;
      case PutOutcome.Stale(long now) -> throw new PreconditionFailedException(
          "the current version is %d, If-Match names %s".formatted(now, version));
      case PutOutcome.Absent _ -> throw ReadInteraction.absent(current.key());
    };
  }
}
