package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.jspecify.annotations.Nullable;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// What a resource must keep to be written: what it must have, that what it refers to exists, and
/// that all of it belongs to one facility, which becomes its own.
///
/// References to types that this server doesn't keep, and to other servers, are taken as given.
record WriteRules(FhirContext context, Resources resources) {

  /// The facility of the resource, once its subject is who stands in a merged patient's place.
  ///
  /// @throws UnprocessableEntityException (422) if a rule is broken; it says which and where
  int facility(Resource resource, Access access) {
    complete(resource);
    new MergedPatients(resources).follow(resource, access);
    var references = references(resource);
    var found = new LinkedHashMap<ResourceKey, StoredResource>();
    resources.readMany(List.copyOf(references.keySet()), access)
        .forEach(stored -> found.put(stored.key(), stored));
    var facility = owners(resource).flatMap(Optional::stream)
        .map(found::get).flatMap(Stream::ofNullable).findFirst()
        .map(StoredResource::facilityId);
    references.forEach((key, path) -> {
      var target = Optional.ofNullable(found.get(key));
      if (target.isEmpty() || !facility.equals(target.map(StoredResource::facilityId))) {
        throw new UnprocessableEntityException(
            "%s refers to a %s that does not exist here".formatted(path, key.type()));
      }
    });
    return facility.orElseThrow(() -> new UnprocessableEntityException(
        resource.fhirType() + ".subject refers to no Patient of this server"));
  }

  private static void complete(Resource resource) {
    var missing = new ArrayList<String>();
    switch (resource) {
      case DiagnosticReport report -> {
        require(report.hasStatus(), "DiagnosticReport.status", missing);
        require(report.hasCode(), "DiagnosticReport.code", missing);
        require(report.hasSubject(), "DiagnosticReport.subject", missing);
      }
      case Observation observation -> {
        require(observation.hasStatus(), "Observation.status", missing);
        require(observation.hasCode(), "Observation.code", missing);
        require(observation.hasSubject(), "Observation.subject", missing);
      }
      case ServiceRequest request -> {
        require(request.hasStatus(), "ServiceRequest.status", missing);
        require(request.hasIntent(), "ServiceRequest.intent", missing);
        require(request.hasCode(), "ServiceRequest.code", missing);
        require(request.hasSubject(), "ServiceRequest.subject", missing);
        requireOrder(request);
      }
      default -> throw new IllegalArgumentException(resource.fhirType() + " is not written here");
    }
    if (!missing.isEmpty()) {
      throw new UnprocessableEntityException(String.join(", ", missing) + " must be present");
    }
  }

  private static void requireOrder(ServiceRequest request) {
    if (request.hasIntent() && (request.getIntent() == ServiceRequestIntent.PROPOSAL
        || request.getIntent() == ServiceRequestIntent.PLAN)) {
      throw new UnprocessableEntityException(
          "ServiceRequest.intent must be an order: a proposal or plan is not performed");
    }
  }

  private static void require(boolean isPresent, String path, List<String> missing) {
    if (!isPresent) {
      missing.add(path);
    }
  }

  /// Whose facility the resource takes, the nearest first.
  private static Stream<Optional<ResourceKey>> owners(Resource resource) {
    return switch (resource) {
      case DiagnosticReport report -> Stream.of(
          Stream.of(report.getSubject()), report.getBasedOn().stream(),
          report.getImagingStudy().stream()).flatMap(one -> one).map(WriteRules::key);
      case Observation observation -> Stream.concat(
          Stream.of(observation.getSubject()), observation.getBasedOn().stream())
          .map(WriteRules::key);
      case ServiceRequest request -> Stream.of(key(request.getSubject()));
      default -> Stream.of();
    };
  }

  private Map<ResourceKey, String> references(Resource resource) {
    var references = new LinkedHashMap<ResourceKey, String>();
    for (var info : context.newTerser().getAllResourceReferences(resource)) {
      key(info.getResourceReference().getReferenceElement().getValue())
          .ifPresent(key -> references.putIfAbsent(
              key, resource.fhirType() + "." + info.getName()));
    }
    return references;
  }

  private static Optional<ResourceKey> key(Reference reference) {
    return key(reference.getReference());
  }

  private static Optional<ResourceKey> key(@Nullable String reference) {
    return Optional.ofNullable(reference)
        .filter(one -> one.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}(/_history/\\d+)?"))
        .map(ResourceKey::parse)
        .filter(key -> ServedType.named(key.type()).isPresent());
  }
}
