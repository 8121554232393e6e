package vn.tia.fhir.search;

import java.util.Optional;
import java.util.Set;

/// Answers questions about the current resources; any thread may ask.
public interface SearchAnswers {

  /// One page of the resources that match and that the query's facilities hold.
  SearchPage search(SearchQuery query);

  /// What all matches of a query refer to by a reference parameter, the query's page apart;
  /// empty where that is more than `max` resources.
  default Optional<Set<IndexValue.Link>> targets(SearchQuery query, String param, int max) {
    return Targets.of(this, query, param, max);
  }
}
