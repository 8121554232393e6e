package vn.tia.fhir.search.records;

import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.SearchAnswers;
import vn.tia.fhir.search.SearchIndex;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchUnavailable;
import vn.tia.fhir.search.feed.SearchFeed;

/// Answers from the index, and what the records can answer from these while the index is built, is
/// not fed or does not answer.
public final class SteadyAnswers implements SearchAnswers {
  private final SearchIndex index;
  private final SearchFeed feed;
  private final RecordsSearch records;

  public SteadyAnswers(SearchIndex index, SearchFeed feed, RecordsSearch records) {
    this.index = index;
    this.feed = feed;
    this.records = records;
  }

  /// One page.
  ///
  /// @throws SearchUnavailable if neither can answer now
  @Override
  public SearchPage search(SearchQuery query) {
    if (!isFed()) {
      var answer = records.answer(query);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    if (!feed.isReady()) {
      throw new SearchUnavailable(feed.error().orElse("the search index is being built"));
    }
    try {
      return index.search(query);
    } catch (SearchUnavailable away) {
      return records.answer(query).orElseThrow(() -> away);
    }
  }

  @Override
  public Optional<Set<IndexValue.Link>> targets(SearchQuery query, String param, int max) {
    return isFed()
        ? index.targets(query, param, max)
        : SearchAnswers.super.targets(query, param, max);
  }

  private boolean isFed() {
    return feed.isReady() && feed.error().isEmpty();
  }
}
