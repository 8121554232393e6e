package vn.tia.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.tia.fhir.search.IndexDocuments.day;
import static vn.tia.fhir.search.IndexDocuments.document;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.tia.fhir.search.Clause.RangeMatch;
import vn.tia.fhir.search.Clause.TextMatch;

/// What each kind of clause finds, whatever the index is made of.
public abstract class MatchingContract extends IndexFixture {
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

    assertThat(ids(date(RangeMatch.WITHIN, "2026-05-01", "2026-06-01")))
        .containsExactly("day", "may");
    assertThat(ids(date(RangeMatch.WITHIN, "2026-05-10", "2026-05-11"))).containsExactly("day");
    assertThat(ids(date(RangeMatch.REACHES_AFTER, "2026-05-10", "2026-05-11")))
        .containsExactly("june", "may");
    assertThat(ids(date(RangeMatch.REACHES_BEFORE, "2026-05-10", "2026-05-11")))
        .containsExactly("may");
    assertThat(ids(date(RangeMatch.STARTS_AFTER, "2026-05-01", "2026-06-01")))
        .containsExactly("june");
    assertThat(ids(date(RangeMatch.ENDS_BEFORE, "2026-06-01", "2026-07-01")))
        .containsExactly("day", "may");
    assertThat(ids(date(RangeMatch.OVERLAPS, "2026-05-31", "2026-06-02")))
        .containsExactly("june", "may");
  }

  @Test
  void takesOpenPeriodsToTheEndsOfTime() {
    put(document("since").with("date",
        new IndexValue.Period(day("2026-05-10"), java.time.Instant.MAX)),
        document("until").with("date",
        new IndexValue.Period(java.time.Instant.MIN, day("2026-05-10"))));

    assertThat(ids(date(RangeMatch.REACHES_AFTER, "2999-01-01", "2999-01-02")))
        .containsExactly("since");
    assertThat(ids(date(RangeMatch.REACHES_BEFORE, "1000-01-01", "1000-01-02")))
        .containsExactly("until");
  }

  @Test
  void neverMixesTwoPeriodsOfOneResource() {
    put(document("two").during("2026-01-01", "2026-01-02").during("2026-12-01", "2026-12-02"));

    assertThat(ids(date(RangeMatch.OVERLAPS, "2026-06-01", "2026-06-02"))).isEmpty();
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
  void keepsNumberAndUnitOfAnAmountTogether() {
    put(document("two").with("dose",
        IndexValue.Amount.of(-3.5), new IndexValue.Scoped("mGy", IndexValue.Amount.of(-3.5)),
        IndexValue.Amount.of(100), new IndexValue.Scoped("cm", IndexValue.Amount.of(100))));

    assertThat(ids(new Clause.Scoped("mGy", dose(-4, -3)))).containsExactly("two");
    assertThat(ids(new Clause.Scoped("mGy", dose(99, 101)))).isEmpty();
    assertThat(ids(dose(99, 101))).containsExactly("two");
    assertThat(ids(dose(Double.NEGATIVE_INFINITY, -3.5))).containsExactly("two");
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

    assertThat(ids(new Clause.Period("_lastUpdated", RangeMatch.REACHES_AFTER,
        day("2026-01-01"), day("2026-01-01").plusSeconds(60)))).containsExactly("old");
  }

  @Test
  void findsURIsAsAWhole() {
    put(document("1").with("url", new IndexValue.Uri("http://example.org/a")));

    assertThat(ids(new Clause.Uri("url", "http://example.org/a"))).containsExactly("1");
    assertThat(ids(new Clause.Uri("url", "http://example.org/"))).isEmpty();
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

  @Test
  void findsATextByAnyPartOfIt() {
    put(document("1").named("Đặng Thị Hường"), document("2").named("hu on g"),
        document("3").with("name", new IndexValue.Text("ong"), new IndexValue.Text("hu")));

    assertThat(ids(name(TextMatch.CONTAINS, "thị hư"))).containsExactly("1");
    assertThat(ids(name(TextMatch.CONTAINS, "huong"))).containsExactly("1");
    assertThat(ids(name(TextMatch.CONTAINS, "ng"))).containsExactly("1", "3");
    assertThat(ids(name(TextMatch.CONTAINS, "g"))).containsExactly("1", "2", "3");
    assertThat(ids(name(TextMatch.CONTAINS, "nghu"))).as("of two texts").isEmpty();
  }

  @Test
  void findsAnyOfManyCodes() {
    put(document("1").with("code", new IndexValue.Code("s", "c7")), document("2"));
    var patterns = IntStream.range(0, 5_000)
        .mapToObj(i -> (CodePattern) new CodePattern.InSystem("s", "c" + i))
        .collect(Collectors.toSet());

    assertThat(ids(new Clause.Code("code", patterns))).containsExactly("1");
    assertThat(ids(new Clause.Code("code", Set.of()))).isEmpty();
  }

  @Test
  void answersAHundredAlternativesOfSeveralWords() {
    put(document("1").named("Đặng Thị Hường"));
    var names = IntStream.range(0, 500)
        .mapToObj(i -> name(TextMatch.START, i == 499 ? "thi huong" : "nobody " + i)).toList();

    assertThat(ids(new Clause.Or(names))).containsExactly("1");
  }

  @Test
  void findsBelowAURI() {
    put(document("1").with("url", new IndexValue.Uri("http://a.org/x/1")),
        document("2").with("url", new IndexValue.Uri("http://a.org/xy")));

    assertThat(ids(new Clause.UriBelow("url", "http://a.org/x/"))).containsExactly("1");
    assertThat(ids(new Clause.UriBelow("url", "http://a.org/"))).containsExactly("1", "2");
  }

  @Test
  void keepsTheHalvesOfACompositeTogether() {
    put(document("1").with("pair",
        new IndexValue.Scoped("systolic", IndexValue.Amount.of(120)),
        new IndexValue.Scoped("diastolic", IndexValue.Amount.of(80)),
        new IndexValue.Scoped("systolic", new IndexValue.Code("s", "high"))));
    var over100 = new Clause.Amount("pair", RangeMatch.REACHES_AFTER, 100, 100);

    assertThat(ids(new Clause.Scoped("systolic", over100))).containsExactly("1");
    assertThat(ids(new Clause.Scoped("diastolic", over100))).isEmpty();
    assertThat(ids(over100)).as("without a scope").isEmpty();
    assertThat(ids(new Clause.Scoped("systolic",
        new Clause.Code("pair", new CodePattern.AnySystem("high"))))).containsExactly("1");
    assertThat(ids(new Clause.Scoped("diastolic",
        new Clause.Code("pair", new CodePattern.AnySystem("high"))))).isEmpty();
    assertThat(ids(new Clause.Missing("pair"))).isEmpty();
  }
}
