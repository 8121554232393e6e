package vn.tia.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import vn.tia.fhir.rest.FhirRestSettings.References;
import vn.tia.records.access.Access;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.Facility;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.Resources.Target;

/// Tells whose the resources of one request are: that what they refer to exists, and that all of
/// it belongs to one facility, which becomes their own.
///
/// References to types that this server doesn't keep, and to other servers, are taken as given.
record Ownership(FhirContext context, Resources resources, Facilities facilities,
    References references) {
  /// The tag by which a client names the facility of what refers to nothing here.
  static final String TAG = "urn:tia:facility";

  private static final Pattern LOCAL =
      Pattern.compile("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}(/_history/\\d+)?");

  /// Merges of merges that are followed; a longer chain is broken off.
  private static final int MERGES_MAX = 16;

  /// The resources of one request, which may refer to each other, and what each refers to.
  record Said(Map<ResourceKey, Resource> all, Map<ResourceKey, Map<ResourceKey, String>> said) {
    /// What they refer to that is none of them.
    Set<ResourceKey> asked() {
      var asked = new HashSet<ResourceKey>();
      said.values().forEach(targets -> asked.addAll(targets.keySet()));
      asked.removeAll(all.keySet());
      return asked;
    }
  }

  /// What these resources refer to.
  Said said(Map<ResourceKey, Resource> all) {
    var said = new LinkedHashMap<ResourceKey, Map<ResourceKey, String>>();
    all.forEach((key, resource) -> said.put(key, references(resource)));
    return new Said(all, said);
  }

  /// Looks up what several requests refer to; empty for what is not there to be seen.
  Map<ResourceKey, Optional<Target>> look(Collection<Said> requests, Access access) {
    return look(requests.stream().flatMap(one -> one.asked().stream())
        .collect(Collectors.toSet()), access, Map.of());
  }

  private Map<ResourceKey, Optional<Target>> look(
      Set<ResourceKey> asked, Access access, Map<ResourceKey, Optional<Target>> ahead) {
    var missing = asked.stream().filter(key -> !ahead.containsKey(key)).toList();
    var found = resources.targets(missing, access);
    var looked = new HashMap<ResourceKey, Optional<Target>>();
    asked.forEach(key -> looked.put(key, ahead.containsKey(key)
        ? ahead.get(key) : Optional.ofNullable(found.get(key))));
    return looked;
  }

  /// The facility of each resource of a request, by its key.
  ///
  /// @param going what the request deletes: nothing refers to it any more
  /// @param ahead what has been looked up before
  /// @throws RefusedWish (422) if a rule is broken; it says which and where
  Map<ResourceKey, Integer> of(Said request, Set<ResourceKey> going, Access access,
      Map<ResourceKey, Optional<Target>> ahead) {
    var all = request.all();
    var said = request.said();
    var found = follow(request, access, ahead);
    found.keySet().removeAll(going);
    var owners = new HashMap<ResourceKey, Integer>();
    said.forEach((key, targets) ->
        RefusedWish.about(key, () -> owner(targets, found, all.keySet()))
            .ifPresent(owner -> owners.put(key, owner)));
    spread(said, owners);
    said.keySet().forEach(key ->
        owners.computeIfAbsent(key, _ ->
            RefusedWish.about(key, () -> home(all.get(key), access))));
    if (references != References.AS_GIVEN) {
      said.forEach((key, targets) -> RefusedWish.check(key, () -> targets.forEach(
          (target, path) -> {
            if (!found.containsKey(target) && !all.containsKey(target)) {
              throw absent(path, target);
            }
          })));
    }
    return owners;
  }

  /// What the references lead to, those to merged patients led on to who stands in their place: the
  /// client may have read before the merge, and means the person.
  private Map<ResourceKey, Target> follow(Said request, Access access,
      Map<ResourceKey, Optional<Target>> ahead) {
    var found = new HashMap<ResourceKey, Target>();
    var asked = request.asked();
    for (int i = 0; i < MERGES_MAX && !asked.isEmpty(); i++) {
      look(asked, access, ahead).forEach((key, target) ->
          target.ifPresent(one -> found.put(key, one)));
      var merged = new HashMap<ResourceKey, ResourceKey>();
      asked.forEach(key -> Optional.ofNullable(found.get(key)).flatMap(Target::replacedBy)
          .ifPresent(survivor -> merged.put(key, survivor)));
      request.all().forEach((key, resource) -> {
        if (!(resource instanceof Patient) && replace(resource, merged)) {
          request.said().put(key, references(resource));
        }
      });
      asked.clear();
      merged.values().stream().filter(key -> !found.containsKey(key)).forEach(asked::add);
    }
    return found;
  }

  private boolean replace(Resource resource, Map<ResourceKey, ResourceKey> merged) {
    if (merged.isEmpty()) {
      return false;
    }
    var isChanged = false;
    for (var info : context.newTerser().getAllResourceReferences(resource)) {
      var reference = (Reference) info.getResourceReference();
      var survivor = key(reference.getReference()).map(merged::get);
      if (survivor.isPresent()) {
        reference.setReference(survivor.get().toString());
        isChanged = true;
      }
    }
    return isChanged;
  }

  /// Whose a resource is by what it refers to, empty where that tells nothing.
  private static Optional<Integer> owner(Map<ResourceKey, String> targets,
      Map<ResourceKey, Target> found, Set<ResourceKey> own) {
    var owner = Optional.<Integer>empty();
    for (var target : targets.entrySet()) {
      var there = Optional.ofNullable(found.get(target.getKey())).map(Target::facilityId);
      if (there.isPresent() && owner.isPresent() && !owner.equals(there)
          && !own.contains(target.getKey())) {
        // As if it weren't there: what belongs to two facilities belongs to none.
        throw absent(target.getValue(), target.getKey());
      }
      owner = owner.or(() -> there);
    }
    return owner;
  }

  /// What refers to a resource of the same request, or is referred to, is of its facility.
  private static void spread(
      Map<ResourceKey, Map<ResourceKey, String>> said, Map<ResourceKey, Integer> owners) {
    var isMoving = true;
    while (isMoving) {
      isMoving = false;
      for (var one : said.entrySet()) {
        var near = new ArrayList<ResourceKey>();
        one.getValue().keySet().stream().filter(said::containsKey).forEach(near::add);
        near.add(one.getKey());
        var owner = near.stream().map(owners::get).filter(id -> id != null).findFirst();
        isMoving |= owner.isPresent() && fill(near, owner.get(), owners);
      }
    }
  }

  private static boolean fill(
      Collection<ResourceKey> keys, int owner, Map<ResourceKey, Integer> owners) {
    var isMoving = false;
    for (var key : keys) {
      isMoving |= owners.putIfAbsent(key, owner) == null;
    }
    return isMoving;
  }

  /// The facility of what refers to nothing here: the one that it names by a tag, else the only
  /// one of the caller.
  private int home(Resource resource, Access access) {
    var named = resource.getMeta().getTag().stream().filter(tag -> TAG.equals(tag.getSystem()))
        .findFirst();
    if (named.isPresent()) {
      return facilities.byCode(String.valueOf(named.get().getCode())).map(Facility::id)
          .filter(access::allows)
          .orElseThrow(() -> new UnprocessableEntityException(
              resource.fhirType() + ".meta.tag names no facility of this server"));
    }
    if (access.facilityIds().size() != 1) {
      throw new UnprocessableEntityException((
          "%s refers to nothing of this server: say whose it is by a meta.tag of the system %s and "
              + "the code of a facility").formatted(resource.fhirType(), TAG));
    }
    return access.facilityIds().iterator().next();
  }

  private static UnprocessableEntityException absent(String path, ResourceKey key) {
    return new UnprocessableEntityException(
        "%s refers to a %s that does not exist here".formatted(path, key.type()));
  }

  /// What a resource refers to here, and where it does.
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
        .filter(one -> LOCAL.matcher(one).matches())
        .map(ResourceKey::parse)
        .filter(key -> ServedType.named(key.type()).isPresent());
  }
}
