package vn.tia.fhir.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.tia.fhir.rest.query.SearchGround;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.resources.ResourceKey;

/// What the path of a search names: a type, all types, or what belongs to a resource (R4
/// section 3.1.0.11).
///
/// @param path the address behind the base, as links to pages have it
record SearchPlace(String path, SearchGround ground) {
  /// The compartments that can be searched, by the type of their owners.
  static final List<String> OWNERS = List.of("Patient", "Encounter", "Practitioner", "Device");

  private static final SearchPlace ALL =
      new SearchPlace("", SearchGround.of(ServedType.names().stream().sorted().toList()));

  private static final Map<String, Compartment> COMPARTMENTS = OWNERS.stream()
      .collect(Collectors.toUnmodifiableMap(Function.identity(),
          owner -> Compartment.of(owner, FhirJson.context())));

  static SearchPlace of(String type) {
    return new SearchPlace("/" + type, SearchGround.of(type));
  }

  /// Whether resources of that type can belong to such an owner.
  static boolean has(String owner, String type) {
    return COMPARTMENTS.get(owner).has(type);
  }

  /// Where a target is searched, empty where it is none that is.
  static Optional<SearchPlace> of(Target target) {
    return switch (target) {
      case Target.System(), Target.SearchAll() -> Optional.of(ALL);
      case Target.OfType(var type) -> Optional.of(of(type.name()));
      case Target.Search(var type) -> Optional.of(of(type.name()));
      case Target.Belongings(var owner, var type) -> Optional.of(belongings(owner, type));
      case Target.Instance _, Target.Version _, Target.History _ -> Optional.empty();
    };
  }

  private static SearchPlace belongings(ResourceKey owner, Optional<ServedType> type) {
    var compartment = COMPARTMENTS.get(owner.type());
    var link = Set.of(new Link(owner.type(), owner.id()));
    var path = "/" + owner + "/" + type.map(ServedType::name).orElse("*");
    if (type.isPresent()) {
      return new SearchPlace(path, new SearchGround(
          Map.of(type.get().name(), clause(compartment, type.get().name(), link)), false));
    }
    var limits = compartment.membersAndOwner().stream().collect(
        Collectors.toMap(Function.identity(), one -> clause(compartment, one, link),
            (one, _) -> one, TreeMap::new));
    return new SearchPlace(path, new SearchGround(limits, true));
  }

  /// An owner is in its own compartment (R4 section 3.1.0.1.2).
  private static Clause clause(Compartment compartment, String type, Set<Link> owner) {
    var belonging = compartment.clause(type, owner);
    return compartment.name().equals(type)
        ? new Clause.Or(List.of(
            new Clause.Ids(Set.of(owner.iterator().next().id())), belonging))
        : belonging;
  }
}
