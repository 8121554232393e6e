package vn.tia.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;

/// In which order and in which pages matches come, whatever the index is made of.
public abstract class PagingContract extends MatchingContract {
  @Test
  void tellsTypeIdAndVersionOfAHit() {
    put(document("a").version(7));

    var hits = search(ALL, Page.first(10)).hits();

    assertThat(hits).containsExactly(new SearchPage.Hit("Patient", "a", 7, Map.of()));
  }

  /// A chain asks for all that it goes through, and one more.
  @Test
  void answersAsManyHitsAtOnceAsTheWidestChainAsksFor() {
    put(document("a"));

    assertThat(search(ALL, Page.first(50_001)).hits()).hasSize(1);
  }

  @Test
  void findsNothingOfAnotherFacilityOrType() {
    put(document("mine"), document("theirs").facility(2), document("study").type("ImagingStudy"));

    assertThat(ids(ALL)).containsExactly("mine");
    assertThat(index.search(
        new SearchQuery("Patient", Set.of(), ALL, Page.first(10), List.of())).hits()).isEmpty();
    assertThat(ids(index.search(
        new SearchQuery("Patient", Set.of(1, 2), ALL, Page.first(10), List.of()))))
        .containsExactlyInAnyOrder("mine", "theirs");
  }

  @Test
  void ranksTheVeryAccentsFirst() {
    put(document("1").named("Đàng Thị Hương").updated("2026-03-01T00:00:00Z"),
        document("2").named("Đặng Thị Hường").updated("2026-01-01T00:00:00Z"),
        document("3").named("Dang Thi Huong").updated("2026-02-01T00:00:00Z"));
    var order = List.of(Sort.BEST, Sort.NEWEST);

    assertThat(ids(name(TextMatch.START, "hường đặng"), order)).containsExactly("2", "1", "3");
    assertThat(ids(name(TextMatch.START, "huong dang"), order)).containsExactly("3", "1", "2");
  }

  @Test
  void tellsTheTargetsOfAHit() {
    put(document("x").with("result",
        new IndexValue.Link("Observation", "1"), new IndexValue.Link("Observation", "2")));

    var page = index.search(new SearchQuery(
        "Patient", Set.of(1), ALL, Page.first(1), List.of("result", "media")));

    assertThat(page.hits().getFirst().links()).isEqualTo(Map.of(
        "result", List.of(
            new IndexValue.Link("Observation", "1"), new IndexValue.Link("Observation", "2")),
        "media", List.of()));
  }

  @Test
  void sortsWithMissingValuesLastInBothDirections() {
    put(document("1").named("b").during("2026-01-02", "2026-01-03"),
        document("2").named("a").during("2026-01-01", "2026-01-02"), document("3"));

    for (var kind : Map.of("name", Sort.Kind.TEXT, "date", Sort.Kind.INSTANT).entrySet()) {
      var up = new Sort(kind.getKey(), kind.getValue(), Sort.Direction.ASCENDING);
      var down = new Sort(kind.getKey(), kind.getValue(), Sort.Direction.DESCENDING);
      assertThat(ids(ALL, List.of(up))).as("%s", up).containsExactly("2", "1", "3");
      assertThat(ids(ALL, List.of(down))).as("%s", down).containsExactly("1", "2", "3");
    }
  }

  @Test
  void walksAllPagesOnceWhateverTheOrder() {
    put(IntStream.range(0, 25).mapToObj(i -> i % 5 == 0
        ? document("n" + i)
        : document("n" + i).named("name " + i % 3).during("2026-01-0" + (1 + i % 4), "2026-02-01")
            .with("dose", IndexValue.Amount.of(i % 7)))
        .toArray(IndexDocuments[]::new));
    var sorts = List.of(
        List.of(Sort.NEWEST), List.of(Sort.BEST, Sort.NEWEST), List.<Sort>of(),
        List.of(new Sort("name", Sort.Kind.TEXT, Sort.Direction.ASCENDING)),
        List.of(new Sort("name", Sort.Kind.TEXT, Sort.Direction.DESCENDING)),
        List.of(new Sort("date", Sort.Kind.INSTANT, Sort.Direction.DESCENDING),
            new Sort("dose", Sort.Kind.AMOUNT, Sort.Direction.ASCENDING)));

    for (var sort : sorts) {
      var seen = new ArrayList<String>();
      Optional<PageKey> after = Optional.empty();
      do {
        var page = search(ALL, new Page(sort, 4, after, Total.WHEN_FREE));
        seen.addAll(ids(page));
        after = page.next();
      } while (after.isPresent());
      assertThat(seen).as("%s", sort).isEqualTo(ids(ALL, sort)).hasSize(25);
    }
  }

  @Test
  void goesOnAfterAPageThoughTheIndexChanged() {
    put(document("a"), document("b"), document("c"), document("d"));
    var byId = List.of(new Sort("_id", Sort.Kind.TEXT, Sort.Direction.ASCENDING));
    var first = search(ALL, new Page(byId, 2, Optional.empty(), Total.WHEN_FREE));
    put(document("aa"), document("b").version(2));

    var second = search(ALL, new Page(byId, 2, first.next(), Total.WHEN_FREE));

    assertThat(ids(first)).containsExactly("a", "b");
    assertThat(ids(second)).containsExactly("c", "d");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void countsOnlyWhenAskedOrForFree() {
    put(document("a"), document("b"), document("c"));

    assertThat(search(ALL, Page.first(2)).total()).isEmpty();
    assertThat(search(ALL, Page.first(3)).total()).isEqualTo(OptionalLong.of(3));
    var counted = search(ALL, new Page(List.of(), 0, Optional.empty(), Total.COUNTED));
    assertThat(counted.total()).isEqualTo(OptionalLong.of(3));
    assertThat(counted.hits()).isEmpty();
  }

  @Test
  void searchesSeveralTypesAtOnce() {
    put(document("a"), document("a").type("ImagingStudy"), document("b").type("Task"));

    var page = index.search(new SearchQuery(
        Set.of("Patient", "ImagingStudy"), Set.of(1), ALL, Page.first(10), List.of()));

    assertThat(page.hits()).extracting(SearchPage.Hit::type)
        .containsExactlyInAnyOrder("Patient", "ImagingStudy");
  }

  @Test
  void gathersTheTargetsOfAllMatches() {
    put(IntStream.range(0, 50).mapToObj(i -> document("d" + i)
        .with("subject", new IndexValue.Link("Patient", "p" + i % 7)))
        .toArray(IndexDocuments[]::new));
    var query = new SearchQuery("Patient", Set.of(1), ALL, Page.first(1), List.of());

    assertThat(index.targets(query, "subject", 7)).hasValueSatisfying(targets ->
        assertThat(targets).hasSize(7).contains(new IndexValue.Link("Patient", "p6")));
    assertThat(index.targets(query, "subject", 6)).isEmpty();
    assertThat(index.targets(query, "nothing", 6)).contains(Set.of());
  }
}
