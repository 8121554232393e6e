package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.aggregations.TermsAggregationExecutionHint;
import co.elastic.clients.elasticsearch._types.query_dsl.FieldAndFormat;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.PageKey;
import vn.tia.fhir.search.SearchPage;
import vn.tia.fhir.search.SearchQuery;
import vn.tia.fhir.search.SearchQuery.Total;
import vn.tia.fhir.search.SearchUnavailable;

/// Answers pages of queries.
///
/// The first page sees the index as it is. Who goes on to a second one gets a point in time, which
/// the keys of later pages name, so that all of them see one state; where it has ended, or too
/// many are open, the page sees the index as it is now, behind the same place.
record Pages(Cluster cluster, Snapshots snapshots) {
  private static final String TARGETS = "targets";

  /// One page from that index.
  SearchPage answer(String index, SearchQuery query) {
    var after = query.page().after();
    if (after.isEmpty()) {
      return page(query, ask(query, List.of(), Optional.empty(), index), Optional.empty());
    }
    var sorts = query.page().sort().size() + 1;
    var values = after.get().values();
    var keys = values.subList(0, Math.min(sorts, values.size()));
    var named = values.size() > sorts ? values.get(sorts) : Optional.<String>empty();
    var snapshot = named.or(() -> snapshots.open(index));
    if (snapshot.isPresent()) {
      var seen = find(query, keys, snapshot, index);
      if (seen.isPresent()) {
        return page(query, seen.get(), snapshot);
      }
    }
    return page(query, ask(query, keys, Optional.empty(), index), Optional.empty());
  }

  /// A reference parameter whose targets are asked for, at most so many.
  record Wanted(String param, int max) {}

  /// What all matches refer to, counted by the cluster, so that no page of them travels.
  Optional<Set<Link>> targets(String index, SearchQuery query, Wanted wanted) {
    var request = SearchRequest.of(search -> search
        .index(index)
        .allowPartialSearchResults(false)
        .query(Queries.of(query))
        .size(0)
        .trackTotalHits(total -> total.enabled(false))
        // Ordinals of the whole index cost more, after each refresh, than these few hits.
        .aggregations(TARGETS, targets -> targets.terms(terms -> terms
            .field(Fields.of(Fields.LINK, wanted.param()))
            .size(wanted.max() + 1)
            .executionHint(TermsAggregationExecutionHint.Map))));
    var answer = cluster.ask(client -> client.search(request, Void.class));
    requireWhole(answer);
    var found = answer.aggregations().get(TARGETS);
    if (found == null || !found.isSterms()) {
      // No resource has the parameter.
      return Optional.of(Set.of());
    }
    var paths = found.sterms().buckets().array();
    return paths.size() > wanted.max()
        ? Optional.empty()
        : Optional.of(paths.stream().map(bucket -> link(bucket.key().stringValue()))
            .collect(Collectors.toSet()));
  }

  private SearchResponse<Void> ask(SearchQuery query, List<Optional<String>> keys,
      Optional<String> snapshot, String index) {
    return find(query, keys, snapshot, index).orElseThrow(IndexGone::new);
  }

  private Optional<SearchResponse<Void>> find(SearchQuery query, List<Optional<String>> keys,
      Optional<String> snapshot, String index) {
    var request = request(query, keys, snapshot, index);
    var found = cluster.find(client -> client.search(request, Void.class));
    found.ifPresent(Pages::requireWhole);
    return found;
  }

  // A part of the answer would be taken for all of it.
  private static void requireWhole(SearchResponse<Void> response) {
    if (response.timedOut() || response.shards().failed().intValue() > 0) {
      throw new SearchUnavailable("Elasticsearch answered from a part of its shards only");
    }
  }

  private static SearchRequest request(SearchQuery query, List<Optional<String>> keys,
      Optional<String> snapshot, String index) {
    var page = query.page();
    var request = new SearchRequest.Builder()
        .query(Queries.of(query))
        // One more than asked tells whether there is a next page, without counting.
        .size(page.size() + 1)
        .sort(Sorts.of(page.sort()))
        .version(true)
        .trackTotalHits(total -> total.enabled(page.total() == Total.COUNTED))
        .source(source -> source.fetch(false))
        .docvalueFields(query.links().stream().map(param ->
            FieldAndFormat.of(f ->
                f.field(Fields.of(Fields.LINK, param)))).toList());
    if (!keys.isEmpty()) {
      request.searchAfter(Sorts.parse(keys, page.sort()));
    }
    snapshot.ifPresentOrElse(
        id -> request.pit(pit -> pit.id(id).keepAlive(Snapshots.KEPT)),
        () -> request.index(index).allowPartialSearchResults(false));
    return request.build();
  }

  private SearchPage page(
      SearchQuery query, SearchResponse<Void> response, Optional<String> snapshot) {
    var found = response.hits().hits();
    var size = query.page().size();
    var hits = found.stream().limit(size).map(hit -> hit(query, hit)).toList();
    var isMore = found.size() > size && size > 0;
    var next = isMore ? Optional.of(key(query, found.get(size - 1), snapshot))
        : Optional.<PageKey>empty();
    if (!isMore) {
      snapshot.ifPresent(snapshots::close);
    }
    return new SearchPage(hits, next, total(query, response));
  }

  private static PageKey key(SearchQuery query, Hit<Void> hit, Optional<String> snapshot) {
    // A point in time adds a key of its own, which ours make needless.
    var keys = hit.sort().subList(0, query.page().sort().size() + 1);
    var values = new ArrayList<>(Sorts.print(keys));
    snapshot.ifPresent(id -> values.add(Optional.of(id)));
    return new PageKey(values);
  }

  private static OptionalLong total(SearchQuery query, SearchResponse<Void> response) {
    var page = query.page();
    var total = response.hits().total();
    if (page.total() == Total.COUNTED && total != null) {
      return OptionalLong.of(total.value());
    }
    var found = response.hits().hits().size();
    var isAll = page.after().isEmpty() && found <= page.size();
    return isAll ? OptionalLong.of(found) : OptionalLong.empty();
  }

  private static SearchPage.Hit hit(SearchQuery query, Hit<Void> hit) {
    var id = hit.id();
    var version = hit.version();
    if (id == null || version == null) {
      throw new IllegalStateException("Elasticsearch answered a hit without id or version");
    }
    var key = link(id);
    return new SearchPage.Hit(key.type(), key.id(), version, links(query, hit));
  }

  private static Map<String, List<Link>> links(SearchQuery query, Hit<Void> hit) {
    var links = new HashMap<String, List<Link>>();
    for (var param : query.links()) {
      var paths = hit.fields().get(Fields.of(Fields.LINK, param));
      links.put(param, paths == null ? List.of()
          : paths.toJson().asJsonArray().getValuesAs(JsonString.class).stream()
              .map(path -> link(path.getString())).toList());
    }
    return links;
  }

  static Link link(String path) {
    var slash = path.indexOf('/');
    return new Link(path.substring(0, slash), path.substring(slash + 1));
  }
}
