package vn.tia.fhir.search;

import static vn.tia.fhir.search.IndexDocuments.day;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.tia.fhir.search.Clause.RangeMatch;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.SearchQuery.Page;
import vn.tia.fhir.search.SearchQuery.Total;

/// Makes resources and queries out of few values, so that queries meet resources often, and odd
/// ones: accents, empty systems, open periods, ranges, blanks, letters of other planes.
final class RandomSearches {
  private static final List<String> TYPES = List.of("Patient", "ImagingStudy");
  private static final List<String> SYSTEMS = List.of("", "urn:dcm", "urn:own|x");
  private static final List<String> CODES = List.of("CT", "ct", "MR", "urn:oid:1.2", "c\u0001d");
  private static final List<String> WORDS = List.of(
      "Đặng", "Đàng", "dang", "Thị", "thi", "Hường", "Huong", "phổi", "a*b", "x", "\uD834\uDD1Eg");
  private static final List<String> URIS = List.of("http://a.org/x", "http://a.org/x/y",
      "http://a.org/xy", "urn:oid:1.2", "urn:oid:1.2.3");
  private static final List<Double> NUMBERS = List.of(
      -3.5, -0.0, 0.0, 0.1, 1.0, 99.5, 100.0, 100.5, 1e300, Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY);
  private static final List<String> SCOPES = List.of("mGy", "cm", "");
  private static final List<String> PARAMS = List.of("one", "two", "three");

  private final Random random;

  RandomSearches(long seed) {
    this.random = new Random(seed);
  }

  IndexDocument document(int number) {
    var documents = IndexDocuments.document("id-" + number)
        .type(pick(TYPES))
        .facility(1 + random.nextInt(2))
        .updated(instant().toString());
    PARAMS.forEach(param -> documents.with(param, values()));
    return ((IndexChange.Put) documents.put()).document();
  }

  private IndexValue[] values() {
    return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> random.nextInt(4) == 0
        ? new IndexValue.Scoped(pick(SCOPES), scopable())
        : value()).toArray(IndexValue[]::new);
  }

  private IndexValue value() {
    return switch (random.nextInt(4)) {
      case 0 -> new IndexValue.Words(text());
      case 1 -> new IndexValue.LinkIdentifier(pick(SYSTEMS), pick(CODES));
      default -> scopable();
    };
  }

  private IndexValue scopable() {
    return switch (random.nextInt(6)) {
      case 0 -> new IndexValue.Code(pick(SYSTEMS), pick(CODES));
      case 1 -> new IndexValue.Text(text());
      case 2 -> period();
      case 3 -> new IndexValue.Link(pick(TYPES), "id-" + random.nextInt(4));
      case 4 -> new IndexValue.Uri(pick(URIS));
      default -> amount();
    };
  }

  private IndexValue.Period period() {
    var from = instant();
    return switch (random.nextInt(5)) {
      case 0 -> new IndexValue.Period(from, Instant.MAX);
      case 1 -> new IndexValue.Period(Instant.MIN, from);
      case 2 -> new IndexValue.Period(from, from.plusMillis(1));
      default -> new IndexValue.Period(from, from.plusSeconds(86_400L * (1 + random.nextInt(9))));
    };
  }

  private IndexValue.Amount amount() {
    var one = pick(NUMBERS);
    var other = random.nextBoolean() ? one : pick(NUMBERS);
    return new IndexValue.Amount(Math.min(one, other), Math.max(one, other));
  }

  private Instant instant() {
    return day("2026-01-01").plusSeconds(86_400L * random.nextInt(12));
  }

  private String text() {
    return String.join(" ",
        Stream.generate(() -> pick(WORDS)).limit(1 + random.nextInt(3)).toList());
  }

  SearchQuery query() {
    var facilities = random.nextInt(4) == 0 ? Set.of(1, 2) : Set.of(1);
    var types = random.nextInt(3) == 0 ? Set.copyOf(TYPES) : Set.of(pick(TYPES));
    return new SearchQuery(types, facilities, clause(3),
        new Page(sorts(), 1 + random.nextInt(7), Optional.empty(), Total.COUNTED), List.of());
  }

  private List<Sort> sorts() {
    var sorts = new ArrayList<Sort>();
    for (int i = random.nextInt(3); i > 0; i--) {
      var direction = pick(List.of(Sort.Direction.values()));
      sorts.add(pick(List.of(
          new Sort(pick(PARAMS), Sort.Kind.TEXT, direction),
          new Sort(pick(PARAMS), Sort.Kind.INSTANT, direction),
          new Sort(pick(PARAMS), Sort.Kind.AMOUNT, direction),
          new Sort("_lastUpdated", Sort.Kind.INSTANT, direction),
          new Sort("_id", Sort.Kind.TEXT, direction))));
    }
    return sorts;
  }

  private Clause clause(int depth) {
    var kind = random.nextInt(depth == 0 ? 1 : 6);
    return switch (kind) {
      case 1 -> new Clause.And(several(() -> clause(depth - 1)));
      case 2 -> new Clause.Or(several(() -> clause(depth - 1)));
      case 3 -> new Clause.Not(clause(depth - 1));
      case 4 -> new Clause.Scoped(pick(SCOPES), scopableLeaf());
      default -> leaf();
    };
  }

  private Clause leaf() {
    var param = pick(PARAMS);
    return switch (random.nextInt(9)) {
      case 0 -> new Clause.Everything();
      case 1 -> new Clause.Ids(Set.copyOf(several(() -> "id-" + random.nextInt(30))));
      case 2 -> new Clause.Missing(param);
      case 3 -> new Clause.LinkIdentifier(param, pattern());
      case 4 -> new Clause.UriBelow(param, pick(List.of("http://a.org/x", "urn:oid:1.2.", "ht")));
      case 5 -> new Clause.Text(param, pick(List.of(TextMatch.values())), part());
      case 6 -> new Clause.OfTypes(Set.of(pick(TYPES)));
      default -> scopableLeaf();
    };
  }

  private Clause scopableLeaf() {
    var param = pick(PARAMS);
    var match = pick(List.of(RangeMatch.values()));
    return switch (random.nextInt(7)) {
      case 0 -> new Clause.Code(param, Set.copyOf(several(this::pattern)));
      case 1 -> new Clause.Text(param, TextMatch.START, part());
      case 2 -> {
        var period = period();
        yield new Clause.Period(param, match, period.from(), period.to());
      }
      case 3 -> {
        var amount = amount();
        yield new Clause.Amount(param, match, amount.low(), amount.high());
      }
      case 4 -> new Clause.Links(param, Set.copyOf(several(
          () -> new IndexValue.Link(pick(TYPES), "id-" + random.nextInt(4)))));
      case 5 -> new Clause.LinkId(param, "id-" + random.nextInt(4));
      default -> new Clause.Uri(param, pick(URIS));
    };
  }

  /// A text, or a piece from somewhere inside one.
  private String part() {
    var text = text();
    if (random.nextBoolean()) {
      return text;
    }
    var points = text.codePoints().toArray();
    var from = random.nextInt(points.length);
    return new String(points, from, 1 + random.nextInt(points.length - from));
  }

  private CodePattern pattern() {
    return switch (random.nextInt(3)) {
      case 0 -> new CodePattern.AnySystem(pick(CODES));
      case 1 -> new CodePattern.InSystem(pick(SYSTEMS), pick(CODES));
      default -> new CodePattern.AnyCode(pick(SYSTEMS));
    };
  }

  private <T> List<T> several(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
