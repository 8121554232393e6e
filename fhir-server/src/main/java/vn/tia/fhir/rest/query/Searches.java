package vn.tia.fhir.rest.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.tia.fhir.search.CodeSets;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchAnswers;
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
  private final SearchAnswers index;
  private final Resources resources;
  private final CodeSets codeSets;
  private final SearchLimits limits;

  public Searches(SearchAnswers index, Resources resources, CodeSets codeSets,
      SearchLimits limits) {
    this.index = index;
    this.resources = resources;
    this.codeSets = codeSets;
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

  /// What the index finds.
  public SearchPage find(SearchQuery query) {
    return index.search(query);
  }

  private SearchQuery query(SearchRequest request, Optional<PageKey> after, Access access) {
    var resolver = new Resolver(index, resources, codeSets, limits, access);
    var shape = request.shape();
    return new SearchQuery(request.byType().keySet(), access.facilityIds(),
        resolver.clause(request.byType()),
        new Page(shape.sort(), shape.size(), after, shape.total()), Inclusion.links(request));
  }

  private Optional<List<String>> onlyIds(SearchRequest request) {
    var isOne = request.byType().size() == 1 && request.conditions().size() == 1
        && request.revIncludes().isEmpty()
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
    if (request.includes().isEmpty() && request.revIncludes().isEmpty()) {
      return List.of();
    }
    var keys = new Inclusion(index, limits, access, request).keys(hits);
    if (keys.size() > limits.includedMax()) {
      warnings.add("more than %d resources were to be included; the rest was left out"
          .formatted(limits.includedMax()));
    }
    return read(keys.stream().limit(limits.includedMax()).toList(), access);
  }

  private List<StoredResource> read(List<ResourceKey> keys, Access access) {
    return keys.isEmpty() ? List.of() : resources.readMany(keys, access);
  }

  private static ResourceKey key(SearchPage.Hit hit) {
    return new ResourceKey(hit.type(), hit.id());
  }
}
