package vn.tia.fhir.rest.query;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.ListResource;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.SearchAnswers;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;

/// Turns conditions into clauses of one index query: what leads to other resources is asked first,
/// with the caller's access, and becomes the set of what it leads to.
record Resolver(SearchAnswers index, Resources resources, CodeSets codeSets,
    SearchLimits limits, Access access) {

  /// What the resources of each type must meet, said once where it is the same for all.
  Clause clause(Map<String, List<Condition>> byType) {
    var types = new LinkedHashMap<Clause, Set<String>>();
    byType.forEach((type, conditions) -> types.computeIfAbsent(
        clause(conditions, type), _ -> new HashSet<>()).add(type));
    return types.size() == 1
        ? types.keySet().iterator().next()
        : new Clause.Or(types.entrySet().stream().<Clause>map(entry -> new Clause.And(
            List.of(new Clause.OfTypes(entry.getValue()), entry.getKey()))).toList());
  }

  Clause clause(List<Condition> conditions, String type) {
    return new Clause.And(conditions.stream().map(one -> clause(one, type)).toList());
  }

  private Clause clause(Condition condition, String type) {
    return switch (condition) {
      case Condition.Direct(var clause) -> clause;
      case Condition.All(var all) -> clause(all, type);
      case Condition.Any(var any) ->
          new Clause.Or(any.stream().map(one -> clause(one, type)).toList());
      case Condition.Not(var other) -> new Clause.Not(clause(other, type));
      case Condition.ById(var ids) -> new Clause.Ids(Set.copyOf(ids));
      case Condition.Chained chained -> links(chained);
      case Condition.Referred referred -> referred(referred, type);
      case Condition.Listed(var id) -> listed(id, type);
      case Condition.InValueSet(var param, var url) -> inValueSet(param, url);
      case Condition.Kindred kindred -> kindred(kindred);
      case Condition.Under(var param, var root) -> under(param, root, type);
    };
  }

  private Clause inValueSet(String param, String url) {
    try {
      return new Clause.Code(param, Set.<CodePattern>copyOf(
          codeSets.in(url, access.facilityIds()).orElseThrow(() ->
              new BadSearchException("the value set of " + param + ":in is not known here"))));
    } catch (CodeSets.TooManyCodesException tooMany) {
      throw new BadSearchException(tooMany.getMessage());
    }
  }

  private Clause kindred(Condition.Kindred kindred) {
    var code = new CodePattern.InSystem(kindred.system(), kindred.code());
    return new Clause.Code(kindred.param(), Set.<CodePattern>copyOf(switch (kindred.way()) {
      case BELOW -> codeSets.below(code, access.facilityIds());
      case ABOVE -> codeSets.above(code, access.facilityIds());
    }));
  }

  /// A chain is two searches: the targets that match, then what refers to them.
  private Clause links(Condition.Chained chained) {
    var targets = new HashSet<Link>();
    chained.byTarget().forEach((type, condition) ->
        targets.addAll(matches(type, clause(condition, type))));
    return new Clause.Links(chained.param(), targets);
  }

  private Set<Link> matches(String type, Clause clause) {
    var found = index.search(new SearchQuery(type, access.facilityIds(), clause,
        new Page(List.of(), limits.chainedMax(), Optional.empty(), Total.WHEN_FREE), List.of()));
    if (found.next().isPresent()) {
      throw tooMany();
    }
    return found.hits().stream().map(hit -> new Link(hit.type(), hit.id()))
        .collect(Collectors.toSet());
  }

  private Clause referred(Condition.Referred referred, String type) {
    var query = new SearchQuery(referred.source(), access.facilityIds(),
        clause(referred.condition(), referred.source()), Page.first(1), List.of());
    var targets = index.targets(query, referred.param(), limits.chainedMax())
        .orElseThrow(this::tooMany);
    return new Clause.Ids(targets.stream().filter(link -> link.type().equals(type))
        .map(Link::id).collect(Collectors.toSet()));
  }

  private BadSearchException tooMany() {
    return new BadSearchException(
        "the chain goes through more than %d resources".formatted(limits.chainedMax()));
  }

  private Clause listed(String id, String type) {
    var members = resources.read(new ResourceKey("List", id), access)
        .filter(list -> !list.deleted())
        .map(list -> list.decode(ListResource.class).getEntry().stream()
            .filter(entry -> !entry.getDeleted())
            .map(entry -> entry.getItem().getReferenceElement())
            .filter(item -> type.equals(item.getResourceType()))
            .map(item -> item.getIdPart())
            .collect(Collectors.toSet()));
    return new Clause.Ids(members.orElse(Set.of()));
  }

  /// Goes down level by level until nothing new is found.
  private Clause under(String param, Link root, String type) {
    var all = new HashSet<Link>(Set.of(root));
    var level = Set.of(root);
    while (!level.isEmpty()) {
      var next = new HashSet<>(matches(type, new Clause.Links(param, level)));
      next.removeAll(all);
      all.addAll(next);
      if (all.size() > limits.chainedMax()) {
        throw tooMany();
      }
      level = Set.copyOf(next);
    }
    return new Clause.Links(param, all);
  }
}
