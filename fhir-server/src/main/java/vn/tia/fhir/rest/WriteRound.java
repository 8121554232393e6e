package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import vn.tia.fhir.rest.ClientWrites.Effect;
import vn.tia.fhir.rest.ClientWrites.Parts;
import vn.tia.fhir.rest.ClientWrites.Written;
import vn.tia.fhir.rest.FhirRestSettings.ClientIds;
import vn.tia.fhir.rest.FhirRestSettings.Versions;
import vn.tia.fhir.rest.Ownership.Said;
import vn.tia.fhir.rest.ServedType.Writer;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.patients.WriteOutcome;
import vn.tia.records.resources.Change;
import vn.tia.records.resources.Current;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// The writes of one request on their way, step by step, so that what several requests ask of the
/// records can be asked at once: [#prepare], [#check], [#changes], [#written].
///
/// A step throws a [RefusedWish] where the request is refused; nothing of it is written then, but
/// for rows of patients and orders, which their transaction has to take back.
final class WriteRound {
  /// Ids that the records make of numbers (UUID version 3) are theirs alone.
  private static final String RECORDS_ID =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-3[0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

  private final Parts parts;
  private final Cardinality cardinality;
  private final List<? extends Wish> wishes;
  private final Access access;
  private final Map<ResourceKey, Current> current = new HashMap<>();
  private final Map<ResourceKey, Resource> next = new LinkedHashMap<>();
  private final Set<ResourceKey> isNew = new HashSet<>();
  private final Map<ResourceKey, Optional<Written>> results = new HashMap<>();
  private final Map<ResourceKey, Change> changes = new LinkedHashMap<>();
  private Map<ResourceKey, Integer> owners = Map.of();

  WriteRound(Parts parts, List<? extends Wish> wishes, Access access) {
    this.parts = parts;
    this.cardinality = new Cardinality(parts.ownership().context());
    this.wishes = wishes;
    this.access = access;
    wishes.stream().filter(wish -> wish instanceof Wish.Create)
        .forEach(wish -> isNew.add(wish.key()));
  }

  /// What has to be kept from others: all but what is new.
  List<ResourceKey> known() {
    return wishes.stream().map(Wish::key).filter(key -> !isNew.contains(key)).toList();
  }

  /// Makes the resources that are to stand there.
  ///
  /// @param locked what stands under the [known][#known] keys now
  /// @return what they say of others
  Said prepare(Map<ResourceKey, Current> locked) {
    known().forEach(key -> Optional.ofNullable(locked.get(key))
        .ifPresent(one -> current.put(key, one)));
    wishes.forEach(wish -> RefusedWish.check(wish.key(), () -> prepare(wish)));
    return parts.ownership().said(next);
  }

  /// Checks them, and writes the rows of patients and orders.
  ///
  /// @param ahead what has been looked up of what they refer to
  void check(Said said, Map<ResourceKey, Optional<Resources.Target>> ahead) {
    owners = parts.ownership().of(said, results.keySet(), access, ahead);
    next.forEach((key, resource) ->
        RefusedWish.check(key, () -> check(key, resource, owners.get(key))));
    next.forEach((key, resource) -> {
      if (resource instanceof Patient patient) {
        rowWritten(key, () -> patient(owners.get(key), patient));
      }
    });
    next.forEach((key, resource) -> {
      if (resource instanceof ServiceRequest request) {
        rowWritten(key, () -> order(owners.get(key), key, request));
      }
    });
  }

  private void rowWritten(ResourceKey key, Supplier<StoredResource> work) {
    results.put(key, Optional.of(written(key, RefusedWish.about(key, work))));
  }

  /// Says what stands under the key after the write, or refuses it.
  private void prepare(Wish wish) {
    switch (wish) {
      case Wish.Create(var key, var resource) -> next.put(key, named(key, resource));
      case Wish.Update(var key, var resource, var guard) -> {
        guard(key, guard);
        requireOwn(key);
        if (!isThere(key)) {
          requireClientId(key);
        }
        next.put(key, named(key, resource));
      }
      case Wish.Patch(var key, var change, var guard) -> {
        var now = seen(key).orElseThrow(() -> ReadInteraction.absent(key));
        if (!now.isThere()) {
          throw new ResourceGoneException("this %s was deleted".formatted(key.type()));
        }
        guard(key, guard);
        requireOwn(key);
        next.put(key, named(key, change.apply(FhirJson.decode(now.resource().json()))));
      }
      case Wish.Delete(var key, var guard) -> {
        guard(key, guard);
        requireOwn(key);
        results.put(key, Optional.empty());
      }
    }
  }

  /// What the caller may see under a key.
  private Optional<Current> seen(ResourceKey key) {
    return Optional.ofNullable(current.get(key))
        .filter(one -> access.allows(one.resource().facilityId()));
  }

  private boolean isThere(ResourceKey key) {
    return seen(key).filter(Current::isThere).isPresent();
  }

  private void guard(ResourceKey key, Wish.Guard guard) {
    var now = seen(key).filter(Current::isThere)
        .map(one -> Long.toString(one.resource().version()));
    guard.version().filter(wanted -> !now.equals(Optional.of(wanted))).ifPresent(wanted -> {
      throw new PreconditionFailedException(now
          .map(version -> "the current version is %s, If-Match names %s".formatted(
              version, wanted.matches("\\d{1,18}") ? wanted : "none"))
          .orElse("If-Match names a version of what is not there"));
    });
    if (now.isPresent() && guard.ifNoneMatch().filter("*"::equals).isPresent()) {
      throw new PreconditionFailedException("there is such a %s".formatted(key.type()));
    }
    if (now.isPresent() && guard.version().isEmpty()
        && parts.settings().versions() == Versions.DEMANDED) {
      throw new UnclassifiedServerFailureException(
          428, "If-Match is demanded here: read the resource and name its version");
    }
  }

  private void requireOwn(ResourceKey key) {
    var type = ServedType.named(key.type()).orElseThrow();
    if (type.writer() == Writer.WHO_MADE_IT
        && seen(key).filter(one -> one.isThere() && !one.byClient()).isPresent()) {
      throw new MethodNotAllowedException(
          "this %s can't be written. %s".formatted(type.name(), type.origin()));
    }
  }

  private void requireClientId(ResourceKey key) {
    if (seen(key).isPresent()) {
      return;
    }
    // First: whether another facility has made such an id of its numbers is nobody's business.
    if (parts.settings().clientIds() == ClientIds.REFUSED
        || key.id().matches(RECORDS_ID)) {
      throw new MethodNotAllowedException(
          "there is no such %s here, and %s: create it by POST".formatted(key.type(),
              parts.settings().clientIds() == ClientIds.REFUSED
                  ? "ids are made by the server" : "the server makes ids of this form"));
    }
    if (current.containsKey(key)) {
      throw new ResourceVersionConflictException("this id can't be used: choose another one");
    }
  }

  private void check(ResourceKey key, Resource resource, int facilityId) {
    var missing = new ArrayList<>(cardinality.missing(resource));
    if (resource instanceof ServiceRequest request && !request.hasCode()) {
      missing.add("ServiceRequest.code");
    }
    if (!missing.isEmpty()) {
      throw new UnprocessableEntityException(String.join(", ", missing) + " must be present");
    }
    var before = seen(key).map(Current::resource);
    if (before.isPresent() && before.get().facilityId() != facilityId) {
      throw new UnprocessableEntityException(
          "a %s can't refer to what belongs to another facility".formatted(key.type()));
    }
    parts.rules().forEach(rule -> rule.check(
        facilityId, resource, before.filter(one -> !one.deleted())));
  }

  private Written written(ResourceKey key, StoredResource stored) {
    return new Written(stored, stored.deleted() ? Effect.DELETED
        : isThere(key) ? Effect.CHANGED : Effect.MADE);
  }

  private StoredResource patient(int facilityId, Patient patient) {
    try {
      return stored(parts.patients().write(facilityId, patient));
    } catch (IllegalArgumentException e) {
      // The exam's own checks say lengths and kinds, no values.
      throw new UnprocessableEntityException("this can't be a patient: " + e.getMessage());
    }
  }

  private static StoredResource stored(WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Written(var stored) -> stored;
      case WriteOutcome.NumberTaken() -> throw new ResourceVersionConflictException(
          "another Patient has one of these identifiers; update that one");
      case WriteOutcome.Merged() -> throw new ResourceVersionConflictException(
          "this Patient was merged: write the one who stands in their place");
      case WriteOutcome.InUse() -> throw new ResourceVersionConflictException(
          "orders, images or other resources are about this Patient: they come first");
    };
  }

  private StoredResource order(int facilityId, ResourceKey key, ServiceRequest request) {
    return isThere(key)
        ? parts.orders().update(facilityId, key.id(), request)
        : parts.orders().create(facilityId, key.id(), request);
  }

  /// What is left to be done to the resources, all of it checked.
  List<Change> changes() {
    List.copyOf(results.entrySet()).stream()
        .filter(result -> result.getValue().isEmpty() && isThere(result.getKey()))
        .forEach(result -> RefusedWish.check(result.getKey(), () -> delete(result.getKey())));
    next.forEach((key, resource) -> {
      if (!(resource instanceof Patient) && !(resource instanceof ServiceRequest)) {
        changes.put(key, isNew.contains(key) ? new Change.Add(owners.get(key), resource)
            : new Change.Put(
                owners.get(key), resource, Optional.ofNullable(current.get(key)), true));
      }
    });
    return List.copyOf(changes.values());
  }

  /// What became of each wish, once the changes have been made.
  ///
  /// @param made what the changes came to, in their order
  List<Optional<Written>> written(List<StoredResource> made) {
    var keys = List.copyOf(changes.keySet());
    for (int i = 0; i < keys.size(); i++) {
      results.put(keys.get(i), Optional.of(written(keys.get(i), made.get(i))));
    }
    return wishes.stream().map(wish -> results.get(wish.key())).toList();
  }

  private void delete(ResourceKey key) {
    var there = current.get(key);
    switch (key.type()) {
      case "Patient" -> results.put(key, Optional.of(written(key, stored(
          parts.patients().delete(there.resource().facilityId(), key.id())))));
      case "ServiceRequest" -> throw new MethodNotAllowedException(
          "an order is not deleted: revoke it by its status");
      default -> changes.put(key, new Change.Delete(there));
    }
  }

  private static Resource named(ResourceKey key, Resource resource) {
    resource.setId(new IdType(key.type(), key.id()));
    return resource;
  }
}
