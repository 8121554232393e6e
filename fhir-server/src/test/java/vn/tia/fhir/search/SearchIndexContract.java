package vn.tia.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.search.IndexDocuments.day;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.Clause.PeriodMatch;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;

/// What every search index promises, whatever it is made of.
public abstract class SearchIndexContract {
  private static final Clause ALL = new Clause.Everything();

  protected SearchIndex index;

  /// An empty index.
  protected abstract SearchIndex create();

  /// The same index after its process died and came back.
  protected abstract SearchIndex reopen(SearchIndex index);

  @BeforeEach
  void open() {
    index = create();
  }

  @AfterEach
  void close() {
    index.close();
  }

  protected void put(IndexDocuments... documents) {
    var changes = new ArrayList<IndexChange>();
    for (var document : documents) {
      changes.add(document.put());
    }
    index.apply(changes);
    index.refresh();
  }

  protected List<String> ids(Clause clause) {
    return ids(clause, List.of(new Sort("_id", Sort.Kind.TEXT, Sort.Direction.ASCENDING)));
  }

  private List<String> ids(Clause clause, List<Sort> sort) {
    return ids(search(clause, new Page(sort, 100, Optional.empty(), Total.WHEN_FREE)));
  }

  private static List<String> ids(SearchPage page) {
    return page.hits().stream().map(SearchPage.Hit::id).toList();
  }

  private SearchPage search(Clause clause, Page page) {
    return index.search(new SearchQuery("Patient", Set.of(1), clause, page, List.of()));
  }

  private static Clause code(CodePattern pattern) {
    return new Clause.Code("code", pattern);
  }

  private static Clause name(TextMatch match, String text) {
    return new Clause.Text("name", match, text);
  }

  private static Clause date(PeriodMatch match, String from, String to) {
    return new Clause.Period("date", match, day(from), day(to));
  }

  @Test
  void showsWhatWasAppliedAfterTheNextRefresh() {
    index.apply(List.of(document("a").put()));
    assertThat(ids(ALL)).isEmpty();

    index.refresh();

    assertThat(ids(ALL)).containsExactly("a");
  }

  @Test
  void tellsTypeIdAndVersionOfAHit() {
    put(document("a").version(7));

    var hits = search(ALL, Page.first(10)).hits();

    assertThat(hits).containsExactly(new SearchPage.Hit("Patient", "a", 7, Map.of()));
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

  @Test
  void survivesACrashWithChangesAndPositionTogether() {
    put(document("a"));
    index.reached("17");
    index.commit();
    put(document("b"));
    index.reached("18");

    index = reopen(index);

    assertThat(index.cursor()).contains("17");
    assertThat(ids(ALL)).containsExactly("a");
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

  @Test
  void findsCodesBySystemAndCode() {
    put(document("dcm").with("code", new IndexValue.Code("urn:dcm", "CT")),
        document("bare").with("code", new IndexValue.Code("", "CT")),
        document("both").with("code",
            new IndexValue.Code("urn:dcm", "MR"), new IndexValue.Code("urn:own", "CT")));

    assertThat(ids(code(new CodePattern.AnySystem("CT")))).containsExactly("bare", "both", "dcm");
    assertThat(ids(code(new CodePattern.InSystem("urn:dcm", "CT")))).containsExactly("dcm");
    assertThat(ids(code(new CodePattern.InSystem("", "CT")))).containsExactly("bare");
    assertThat(ids(code(new CodePattern.AnyCode("urn:dcm")))).containsExactly("both", "dcm");
    assertThat(ids(code(new CodePattern.AnySystem("ct")))).isEmpty();
  }

  @Test
  void findsNamesByTheirWordsInAnyOrderWithoutAccents() {
    put(document("1").named("Đặng Thị Hường"), document("2").named("Đặng Văn Hùng"));

    for (var text : List.of("huong dang", "HUONG DANG", "Đặng Thị Hường", "hường", "dang thi h")) {
      assertThat(ids(name(TextMatch.START, text))).as(text).containsExactly("1");
    }
    assertThat(ids(name(TextMatch.START, "dang"))).containsExactly("1", "2");
    assertThat(ids(name(TextMatch.START, "uong"))).isEmpty();
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
  void comparesTextsExactlyOrByAPart() {
    put(document("1").named("Hường"), document("2").named("Huong"), document("3").named("a*b?"));

    assertThat(ids(name(TextMatch.EXACT, "Hường"))).containsExactly("1");
    assertThat(ids(name(TextMatch.EXACT, "Hu\u031bo\u031b\u0300ng")))
        .as("the same letters, decomposed").containsExactly("1");
    assertThat(ids(name(TextMatch.EXACT, "hường"))).isEmpty();
    assertThat(ids(name(TextMatch.CONTAINS, "UON"))).containsExactly("1", "2");
    assertThat(ids(name(TextMatch.CONTAINS, "*"))).as("no wildcard").containsExactly("3");
    assertThat(ids(name(TextMatch.CONTAINS, "\\"))).isEmpty();
  }

  @Test
  void placesPeriodsAgainstPeriods() {
    put(document("day").during("2026-05-10", "2026-05-11"),
        document("may").during("2026-05-01", "2026-06-01"),
        document("june").during("2026-06-01", "2026-07-01"));

    assertThat(ids(date(PeriodMatch.WITHIN, "2026-05-01", "2026-06-01")))
        .containsExactly("day", "may");
    assertThat(ids(date(PeriodMatch.WITHIN, "2026-05-10", "2026-05-11"))).containsExactly("day");
    assertThat(ids(date(PeriodMatch.REACHES_AFTER, "2026-05-10", "2026-05-11")))
        .containsExactly("june", "may");
    assertThat(ids(date(PeriodMatch.REACHES_BEFORE, "2026-05-10", "2026-05-11")))
        .containsExactly("may");
    assertThat(ids(date(PeriodMatch.STARTS_AFTER, "2026-05-01", "2026-06-01")))
        .containsExactly("june");
    assertThat(ids(date(PeriodMatch.ENDS_BEFORE, "2026-06-01", "2026-07-01")))
        .containsExactly("day", "may");
    assertThat(ids(date(PeriodMatch.OVERLAPS, "2026-05-31", "2026-06-02")))
        .containsExactly("june", "may");
  }

  @Test
  void takesOpenPeriodsToTheEndsOfTime() {
    put(document("since").with("date",
        new IndexValue.Period(day("2026-05-10"), java.time.Instant.MAX)),
        document("until").with("date",
        new IndexValue.Period(java.time.Instant.MIN, day("2026-05-10"))));

    assertThat(ids(date(PeriodMatch.REACHES_AFTER, "2999-01-01", "2999-01-02")))
        .containsExactly("since");
    assertThat(ids(date(PeriodMatch.REACHES_BEFORE, "1000-01-01", "1000-01-02")))
        .containsExactly("until");
  }

  @Test
  void neverMixesTwoPeriodsOfOneResource() {
    put(document("two").during("2026-01-01", "2026-01-02").during("2026-12-01", "2026-12-02"));

    assertThat(ids(date(PeriodMatch.OVERLAPS, "2026-06-01", "2026-06-02"))).isEmpty();
  }

  @Test
  void findsReferencesByTargetAndById() {
    put(document("x").with("subject", new IndexValue.Link("Patient", "1")),
        document("y").with("subject", new IndexValue.Link("Group", "1")),
        document("z").with("subject", new IndexValue.LinkIdentifier("urn:mrn", "77")));

    assertThat(ids(new Clause.Links("subject", Set.of(new IndexValue.Link("Patient", "1")))))
        .containsExactly("x");
    assertThat(ids(new Clause.LinkId("subject", "1"))).containsExactly("x", "y");
    assertThat(ids(new Clause.LinkIdentifier(
        "subject", new CodePattern.InSystem("urn:mrn", "77")))).containsExactly("z");
    assertThat(ids(new Clause.Links("subject", Set.of()))).isEmpty();
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
  void keepsNumberAndUnitOfAnAmountTogether() {
    put(document("two").with("dose",
        new IndexValue.Amount(-3.5, "urn:ucum", "mGy"),
        new IndexValue.Amount(100, "urn:ucum", "cm")));
    var ucum = "urn:ucum";

    assertThat(ids(dose(-4, -3, new CodePattern.InSystem(ucum, "mGy")))).containsExactly("two");
    assertThat(ids(dose(99, 101, new CodePattern.AnySystem("mGy")))).isEmpty();
    assertThat(ids(new Clause.Amount("dose", 99, 101, Optional.empty()))).containsExactly("two");
    assertThat(ids(new Clause.Amount("dose", Double.NEGATIVE_INFINITY, -3.5, Optional.empty())))
        .containsExactly("two");
  }

  private static Clause dose(double low, double high, CodePattern unit) {
    return new Clause.Amount("dose", low, high, Optional.of(unit));
  }

  @Test
  void joinsConditions() {
    put(document("1").named("An").with("code", new IndexValue.Code("", "m")),
        document("2").named("An"), document("3").named("Binh"));
    var named = name(TextMatch.START, "an");
    var male = code(new CodePattern.AnySystem("m"));

    assertThat(ids(new Clause.And(List.of(named, male)))).containsExactly("1");
    assertThat(ids(new Clause.And(List.of(named, new Clause.Not(male))))).containsExactly("2");
    assertThat(ids(new Clause.Or(List.of(male, name(TextMatch.START, "b")))))
        .containsExactly("1", "3");
    assertThat(ids(new Clause.Missing("code"))).containsExactly("2", "3");
    assertThat(ids(new Clause.Not(new Clause.Missing("code")))).containsExactly("1");
    assertThat(ids(new Clause.Ids(Set.of("2", "3", "4")))).containsExactly("2", "3");
    assertThat(ids(new Clause.Or(List.of()))).isEmpty();
    assertThat(ids(new Clause.And(List.of()))).hasSize(3);
  }

  @Test
  void findsByTheTimeOfTheLastChange() {
    put(document("old").updated("2026-01-01T10:00:00Z"), document("new"));

    assertThat(ids(new Clause.Period("_lastUpdated", PeriodMatch.REACHES_AFTER,
        day("2026-01-01"), day("2026-01-01").plusSeconds(60)))).containsExactly("old");
  }

  @Test
  void findsURIsAsAWhole() {
    put(document("1").with("url", new IndexValue.Uri("http://example.org/a")));

    assertThat(ids(new Clause.Uri("url", "http://example.org/a"))).containsExactly("1");
    assertThat(ids(new Clause.Uri("url", "http://example.org/"))).isEmpty();
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
            .with("dose", new IndexValue.Amount(i % 7, "", "")))
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
  void takesAResourceOfThousandsOfValues() {
    var instances = IntStream.range(0, 3_000)
        .mapToObj(i -> new IndexValue.Code("urn:ietf:rfc:3986", "urn:oid:1.2." + i))
        .toArray(IndexValue[]::new);
    put(document("big").with("code", instances)
        .with("name", new IndexValue.Text("x".repeat(100_000))));

    assertThat(ids(code(new CodePattern.AnySystem("urn:oid:1.2.2999")))).containsExactly("big");
    assertThat(ids(name(TextMatch.START, "xxx"))).containsExactly("big");
  }
}
