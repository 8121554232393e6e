package vn.tia.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.SearchQuery.Page;

/// What every search index promises, whatever it is made of: this, and what the contracts say that
/// it extends.
public abstract class SearchIndexContract extends PagingContract {
  @Test
  void showsWhatWasAppliedAfterTheNextRefresh() {
    index.apply(List.of(document("a").put()));
    assertThat(ids(ALL)).isEmpty();

    index.refresh();

    assertThat(ids(ALL)).containsExactly("a");
  }

  @Test
  void neverLetsAnOlderVersionOverwriteANewerOne() {
    put(document("a").version(2).named("new"));
    put(document("a").version(1).named("old"));
    index.apply(List.of(
        document("b").version(5).named("new").put(), document("b").version(4).named("old").put()));
    index.refresh();

    assertThat(ids(name(TextMatch.START, "new"))).containsExactly("a", "b");
    assertThat(ids(name(TextMatch.START, "old"))).isEmpty();
  }

  @Test
  void keepsADeletedResourceOutWhenAnOlderVersionArrivesLate() {
    put(document("a").version(1));
    index.apply(List.of(new IndexChange.Remove("Patient", "a", 2)));
    index.refresh();
    assertThat(ids(ALL)).isEmpty();

    put(document("a").version(1));
    assertThat(ids(ALL)).isEmpty();

    put(document("a").version(3));
    assertThat(ids(ALL)).containsExactly("a");
  }

  /// The changes after the position come again, and do no harm where they are there already.
  @Test
  void survivesACrashWithAllChangesUpToItsPosition() {
    put(document("a"));
    index.reached("17");
    index.commit();
    put(document("b"));
    index.reached("18");

    index = reopen(index);

    assertThat(index.cursor()).contains("17");
    assertThat(ids(ALL)).contains("a").isSubsetOf("a", "b");
    put(document("b"), document("c"));
    assertThat(ids(ALL)).containsExactly("a", "b", "c");
  }

  @Test
  void hasNoPositionUntilOneWasReached() {
    assertThat(index.cursor()).isEmpty();
    put(document("a"));
    index.commit();

    index = reopen(index);

    assertThat(index.cursor()).isEmpty();
    assertThat(ids(ALL)).as("half built: begun anew").isEmpty();
  }

  @Test
  void forgetsEverythingWhenCleared() {
    put(document("a"));
    index.reached("17");

    index.clear();

    assertThat(index.cursor()).isEmpty();
    assertThat(ids(ALL)).isEmpty();
    put(document("a"));
    assertThat(ids(ALL)).containsExactly("a");
  }

  /// The adapter against [NaiveSearch]: random resources, random queries, page by page.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void answersRandomQueriesAsTheModelDoes(long seed) {
    var random = new RandomSearches(seed);
    var documents = IntStream.range(0, 60).mapToObj(random::document).toList();
    index.apply(documents.stream().map(one -> (IndexChange) new IndexChange.Put(one)).toList());
    index.refresh();
    var model = new NaiveSearch(documents);

    for (int i = 0; i < queriesPerSeed(); i++) {
      var query = random.query();
      assertThat(walk(query)).as("seed %d, query %d: %s", seed, i, query)
          .isEqualTo(model.answer(query));
    }
  }

  /// How many random queries are asked of each random set.
  protected int queriesPerSeed() {
    return 150;
  }

  private List<String> walk(SearchQuery query) {
    var seen = new ArrayList<String>();
    var page = query.page();
    do {
      var found = index.search(new SearchQuery(
          query.types(), query.facilityIds(), query.clause(), page, List.of()));
      found.hits().forEach(hit -> seen.add(hit.type() + "/" + hit.id()));
      page = new Page(page.sort(), page.size(), found.next(), page.total());
    } while (page.after().isPresent());
    return seen;
  }

  @Test
  void buildsAnotherBesideTheLiveOneAndTakesItOver() {
    put(document("a").named("old"));
    index.reached("1");
    index.commit();
    index.beside("set 1").apply(List.of(document("dropped").put()));
    var built = index.beside("set 1");
    built.apply(List.of(document("a").named("new").put(), document("b").named("new").put()));
    built.reached("7");
    built.refresh();
    assertThat(ids(name(TextMatch.START, "old"))).as("the live one stays").containsExactly("a");

    index.takeOver(built);

    assertThat(index.cursor()).contains("7");
    assertThat(ids(name(TextMatch.START, "new"))).containsExactly("a", "b");
    assertThat(ids(name(TextMatch.START, "old"))).isEmpty();
    put(document("c"));
    assertThat(ids(ALL)).containsExactly("a", "b", "c");
    index = reopen(index);
    assertThat(index.cursor()).as("after a crash").contains("7");
    assertThat(ids(ALL)).contains("a", "b").isSubsetOf("a", "b", "c");
  }

  @Test
  void keepsTheLiveOneWhenABuildWasNotFinished() {
    put(document("a"));
    index.reached("1");
    index.commit();
    var built = index.beside("set 2");
    built.apply(List.of(document("b").put()));
    built.commit();

    index = reopen(index);

    assertThat(index.cursor()).contains("1");
    assertThat(ids(ALL)).containsExactly("a");
  }
}
