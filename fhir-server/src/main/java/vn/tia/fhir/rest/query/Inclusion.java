package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.SearchAnswers;
import vn.tia.fhir.search.SearchPage.Hit;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;

/// Gathers what `_include` and `_revinclude` add to a page (R4 search, section 3.1.1.5.5): level by
/// level with `:iterate`, each resource once, until the limit.
record Inclusion(
    SearchAnswers index, SearchLimits limits, Access access, SearchRequest request) {

  /// The keys, in the order in which they were come upon; more than the limit where there are.
  Set<ResourceKey> keys(List<Hit> matches) {
    var seen = matches.stream().map(Inclusion::key)
        .collect(Collectors.toCollection(LinkedHashSet::new));
    var included = new LinkedHashSet<ResourceKey>();
    var level = matches;
    for (int depth = 0; !level.isEmpty() && depth < limits.iterationsMax()
        && included.size() <= limits.includedMax(); depth++) {
      var isFirst = depth == 0;
      var found = new LinkedHashSet<ResourceKey>();
      for (var include : of(request.includes(), isFirst)) {
        targets(include, level).forEach(found::add);
      }
      for (var include : of(request.revIncludes(), isFirst)) {
        found.addAll(referring(include, level));
      }
      found.removeAll(seen);
      seen.addAll(found);
      included.addAll(found);
      level = isIterated() ? hits(found) : List.of();
    }
    return included;
  }

  /// The parameters whose targets the hits must tell.
  static List<String> links(SearchRequest request) {
    return request.includes().stream().map(Include::param).distinct().toList();
  }

  private static List<Include> of(List<Include> includes, boolean isFirst) {
    return isFirst ? includes : includes.stream().filter(Include::isIterated).toList();
  }

  private boolean isIterated() {
    return Stream.concat(request.includes().stream(), request.revIncludes().stream())
        .anyMatch(Include::isIterated);
  }

  private static Stream<ResourceKey> targets(Include include, List<Hit> level) {
    return level.stream().filter(hit -> hit.type().equals(include.source()))
        .flatMap(hit -> hit.links().getOrDefault(include.param(), List.of()).stream())
        .filter(link -> include.wants(link.type()))
        .map(link -> new ResourceKey(link.type(), link.id()));
  }

  private List<ResourceKey> referring(Include include, List<Hit> level) {
    var targets = level.stream().filter(hit -> include.wants(hit.type()))
        .map(hit -> new Link(hit.type(), hit.id())).collect(Collectors.toSet());
    if (targets.isEmpty()) {
      return List.of();
    }
    return index.search(new SearchQuery(include.source(), access.facilityIds(),
            new Clause.Links(include.param(), targets),
            Page.first(limits.includedMax() + 1), List.of()))
        .hits().stream().map(Inclusion::key).toList();
  }

  /// What the next level goes on from.
  private List<Hit> hits(Set<ResourceKey> keys) {
    var byType = keys.stream().limit(limits.includedMax()).collect(Collectors.groupingBy(
        ResourceKey::type, LinkedHashMap::new, Collectors.mapping(ResourceKey::id,
            Collectors.toSet())));
    var hits = new ArrayList<Hit>();
    for (Map.Entry<String, Set<String>> entry : byType.entrySet()) {
      hits.addAll(index.search(new SearchQuery(entry.getKey(), access.facilityIds(),
          new Clause.Ids(entry.getValue()), new Page(List.of(), entry.getValue().size(),
              Optional.empty(), Total.WHEN_FREE), links(request))).hits());
    }
    return hits;
  }

  private static ResourceKey key(Hit hit) {
    return new ResourceKey(hit.type(), hit.id());
  }
}
