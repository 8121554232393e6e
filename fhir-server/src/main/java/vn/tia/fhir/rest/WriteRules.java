package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    var facility = references.keySet().stream().map(found::get).filter(Objects::nonNull)
        .findFirst().map(StoredResource::facilityId);
    references.forEach((key, path) -> {
      var target = Optional.ofNullable(found.get(key));
      if (target.isEmpty() || !facility.equals(target.map(StoredResource::facilityId))) {
        throw new UnprocessableEntityException(
            "%s refers to a %s that does not exist here".formatted(path, key.type()));
      }
    });
    return facility.orElseGet(() -> home(resource, access));
  }

  /// The facility of what refers to nothing here: that of the caller, where there is one only.
  private static int home(Resource resource, Access access) {
    if (access.facilityIds().size() != 1) {
      throw new UnprocessableEntityException(resource.fhirType()
          + " refers to nothing of this server, so it can't be told whose it is");
    }
    return access.facilityIds().iterator().next();
  }

  private void complete(Resource resource) {
    var missing = new ArrayList<>(new Cardinality(context).missing(resource));
    if (resource instanceof ServiceRequest request) {
      require(request.hasCode(), "ServiceRequest.code", missing);
      requireOrder(request);
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

  private Map<ResourceKey, String> references(Resource resource) {
    var references = new LinkedHashMap<ResourceKey, String>();
    for (var info : context.newTerser().getAllResourceReferences(resource)) {
      key(info.getResourceReference().getReferenceElement().getValue())
          .ifPresent(key -> references.putIfAbsent(
              key, resource.fhirType() + "." + info.getName()));
    }
    return references;
  }

  private static Optional<ResourceKey> key(@Nullable String reference) {
    return Optional.ofNullable(reference)
        .filter(one -> one.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}(/_history/\\d+)?"))
        .map(ResourceKey::parse)
        .filter(key -> ServedType.named(key.type()).isPresent());
  }
}
