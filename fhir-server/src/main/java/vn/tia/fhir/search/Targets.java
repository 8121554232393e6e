package vn.tia.fhir.search;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;

/// Gathers what the matches of a query refer to by walking over all its pages.
final class Targets {
  private static final int PAGE = 1_000;

  private Targets() {}

  static Optional<Set<Link>> of(
      SearchAnswers index, SearchQuery query, String param, int max) {
    var targets = new HashSet<Link>();
    var after = Optional.<PageKey>empty();
    do {
      var page = index.search(new SearchQuery(query.types(), query.facilityIds(), query.clause(),
          new Page(List.of(), PAGE, after, Total.WHEN_FREE), List.of(param)));
      page.hits().forEach(hit -> targets.addAll(hit.links().getOrDefault(param, List.of())));
      after = page.next();
    } while (after.isPresent() && targets.size() <= max);
    return targets.size() > max ? Optional.empty() : Optional.of(targets);
  }
}
