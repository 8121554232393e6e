package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.fhir.rest.FhirRestSettings.References;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.Parameter.Kind;
import vn.tia.fhir.search.extract.Parameters;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// Keeps what others refer to from being deleted, as the index knows references: by the search
/// parameters of that kind. What is written in the same moment may be missed.
///
/// @param parameters those that resources are found by now
record Referrers(SearchInteraction search, Supplier<Parameters> parameters, Resources resources,
    References references) {
  private static final int PAGE = 200;

  /// They record what has happened, whatever has become of whom they name.
  private static final Set<String> RECORDERS = Set.of("AuditEvent", "Provenance");

  /// Refuses to delete what others refer to, but for those that the same request deletes or writes
  /// anew: of these it is seen then what they refer to.
  ///
  /// @throws RefusedWish (409) of a delete that would leave a reference to nothing
  void check(List<? extends Wish> wishes, Access access) {
    if (references != References.MUST_EXIST) {
      return;
    }
    var going = resources.targets(wishes.stream().filter(Wish.Delete.class::isInstance)
        .map(Wish::key).toList(), access).keySet();
    if (going.isEmpty()) {
      return;
    }
    var own = wishes.stream().map(Wish::key).collect(Collectors.toSet());
    var types = new HashSet<>(ServedType.names());
    types.removeAll(RECORDERS);
    var clause = clause(types, going);
    var after = Optional.<PageKey>empty();
    do {
      var page = search.find(new SearchQuery(types, access.facilityIds(), clause,
          new Page(List.of(), PAGE, after, Total.WHEN_FREE), List.of()));
      refuse(going, page.hits().stream().map(hit -> new ResourceKey(hit.type(), hit.id()))
          .filter(key -> !own.contains(key)).toList(), access);
      after = page.next();
    } while (after.isPresent());
  }

  private Clause clause(Set<String> types, Set<ResourceKey> going) {
    var links = going.stream().map(key -> new Link(key.type(), key.id()))
        .collect(Collectors.toSet());
    return new Clause.Or(types.stream().flatMap(this::references).distinct()
        .<Clause>map(code -> new Clause.Links(code, links)).toList());
  }

  private Stream<String> references(String type) {
    return parameters.get().of(type).values().stream()
        .filter(one -> one.kind() == Kind.REFERENCE).map(Parameter::code);
  }

  /// The index may be late: the records say what there is.
  private void refuse(Set<ResourceKey> going, List<ResourceKey> hits, Access access) {
    if (hits.isEmpty()) {
      return;
    }
    var referring = resources.readMany(hits, access);
    for (var key : going) {
      referring.stream()
          .filter(one -> Stream.of("\"", "/").anyMatch(end ->
              one.json().contains("\"reference\":\"" + key + end)))
          .findFirst().ifPresent(one -> RefusedWish.check(key, () -> {
            throw new ResourceVersionConflictException(
                "%s refers to this %s: change or delete it first"
                    .formatted(one.key(), key.type()));
          }));
    }
  }
}
