package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers searches: ids from the index, resources from the records, both with the same access.
///
/// A hit that has been deleted, or is no longer to be seen, since it was indexed is left out. A
/// search by `_id` alone asks the records only, so it is never late.
public final class Searches {
  private final SearchIndex index;
  private final Resources resources;
  private final SearchLimits limits;

  public Searches(SearchIndex index, Resources resources, SearchLimits limits) {
    this.index = index;
    this.resources = resources;
    this.limits = limits;
  }

  /// Answers a page of a search.
  ///
  /// @throws BadSearchException if a chain goes through too many resources
  public Found search(SearchRequest request, Optional<PageKey> after, Access access) {
    var byId = onlyIds(request);
    if (byId.isPresent() && after.isEmpty()) {
      return byId(request, byId.get(), access);
    }
    var page = index.search(query(request, after, access));
    var warnings = new ArrayList<>(request.warnings());
    var matches = read(page.hits().stream().map(Searches::key).toList(), access);
    var included = included(request, page.hits(), access, warnings);
    return new Found(matches, included, page.next(), page.total(), warnings);
  }

  private SearchQuery query(SearchRequest request, Optional<PageKey> after, Access access) {
    var clauses = request.conditions().stream()
        .map(condition -> clause(condition, access)).toList();
    var shape = request.shape();
    return new SearchQuery(request.type(), access.facilityIds(), new Clause.And(clauses),
        new Page(shape.sort(), shape.size(), after, shape.total()),
        request.includes().stream().map(Include::param).distinct().toList());
  }

  private Clause clause(Condition condition, Access access) {
    return switch (condition) {
      case Condition.Direct(var clause) -> clause;
      case Condition.ById(var ids) -> new Clause.Ids(Set.copyOf(ids));
      case Condition.Chained chained -> links(chained, access);
    };
  }

  /// A chain is two searches: the targets that match, then what refers to them.
  private Clause links(Condition.Chained chained, Access access) {
    var targets = new HashSet<Link>();
    chained.byTarget().forEach((type, clause) -> {
      var found = index.search(new SearchQuery(type, access.facilityIds(), clause,
          Page.first(limits.chainedMax()), List.of()));
      if (found.next().isPresent()) {
        throw new BadSearchException(
            "the chain goes through more than %d resources".formatted(limits.chainedMax()));
      }
      found.hits().forEach(hit -> targets.add(new Link(hit.type(), hit.id())));
    });
    return new Clause.Links(chained.param(), targets);
  }

  private Optional<List<String>> onlyIds(SearchRequest request) {
    var isOne = request.conditions().size() == 1 && request.revIncludes().isEmpty()
        && request.includes().isEmpty();
    return isOne && request.conditions().getFirst() instanceof Condition.ById(var ids)
        && ids.size() <= request.shape().size() ? Optional.of(ids) : Optional.empty();
  }

  private Found byId(SearchRequest request, List<String> ids, Access access) {
    var found = read(ids.stream().distinct()
        .map(id -> new ResourceKey(request.type(), id)).toList(), access);
    return new Found(found, List.of(), Optional.empty(), OptionalLong.of(found.size()),
        request.warnings());
  }

  private List<StoredResource> included(
      SearchRequest request, List<SearchPage.Hit> hits, Access access, List<String> warnings) {
    var keys = new LinkedHashSet<ResourceKey>();
    for (var include : request.includes()) {
      hits.stream().flatMap(hit -> hit.links().get(include.param()).stream())
          .filter(link -> include.wants(link.type()))
          .forEach(link -> keys.add(new ResourceKey(link.type(), link.id())));
    }
    for (var include : request.revIncludes()) {
      keys.addAll(referring(request.type(), include, hits, access));
    }
    keys.removeAll(hits.stream().map(Searches::key).collect(Collectors.toSet()));
    if (keys.size() > limits.includedMax()) {
      warnings.add("more than %d resources were to be included; the rest was left out"
          .formatted(limits.includedMax()));
    }
    return read(keys.stream().limit(limits.includedMax()).toList(), access);
  }

  private List<ResourceKey> referring(
      String type, Include include, List<SearchPage.Hit> hits, Access access) {
    var targets = hits.stream().filter(hit -> include.wants(type))
        .map(hit -> new Link(hit.type(), hit.id())).collect(Collectors.toSet());
    if (targets.isEmpty()) {
      return List.of();
    }
    return index.search(new SearchQuery(include.source(), access.facilityIds(),
            new Clause.Links(include.param(), targets),
            Page.first(limits.includedMax() + 1), List.of()))
        .hits().stream().map(Searches::key).toList();
  }

  private List<StoredResource> read(List<ResourceKey> keys, Access access) {
    return keys.isEmpty() ? List.of() : resources.readMany(keys, access);
  }

  private static ResourceKey key(SearchPage.Hit hit) {
    return new ResourceKey(hit.type(), hit.id());
  }
}
