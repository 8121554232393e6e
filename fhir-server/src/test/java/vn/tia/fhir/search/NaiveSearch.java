package vn.tia.fhir.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.tia.fhir.search.Clause.RangeMatch;

/// Answers queries by looking at every document, as the port's words say and no faster: what the
/// adapters are compared with.
final class NaiveSearch {
  private static final Instant BEGIN = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant END = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final Collection<IndexDocument> documents;

  NaiveSearch(Collection<IndexDocument> documents) {
    this.documents = List.copyOf(documents);
  }

  /// All matches in order, as `Type/id`.
  List<String> answer(SearchQuery query) {
    return documents.stream()
        .filter(document -> query.types().contains(document.type()))
        .filter(document -> query.facilityIds().contains(document.facilityId()))
        .filter(document -> holds(document, query.clause()))
        .sorted(order(query.page().sort()))
        .map(NaiveSearch::key)
        .toList();
  }

  private static String key(IndexDocument document) {
    return document.type() + "/" + document.id();
  }

  static boolean holds(IndexDocument document, Clause clause) {
    return switch (clause) {
      case Clause.Everything _ -> true;
      case Clause.And(var clauses) -> clauses.stream().allMatch(one -> holds(document, one));
      case Clause.Or(var clauses) -> clauses.stream().anyMatch(one -> holds(document, one));
      case Clause.Not(var other) -> !holds(document, other);
      case Clause.OfTypes(var types) -> types.contains(document.type());
      case Clause.Ids(var ids) -> ids.contains(document.id());
      case Clause.Missing(var param) -> values(document, param).isEmpty();
      case Clause.Scoped(var scope, var inner) -> {
        var values = values(document, param(inner)).stream()
            .filter(value -> value instanceof IndexValue.Scoped scoped
                && scoped.scope().equals(scope))
            .map(value -> ((IndexValue.Scoped) value).value()).toList();
        yield matches(values, inner);
      }
      case Clause.Code _, Clause.Text _, Clause.Period _, Clause.Amount _, Clause.Links _,
          Clause.LinkId _, Clause.LinkIdentifier _, Clause.Uri _, Clause.UriBelow _ ->
          matches(values(document, param(clause)), clause);
    };
  }

  private static String param(Clause clause) {
    return switch (clause) {
      case Clause.Code code -> code.param();
      case Clause.Text text -> text.param();
      case Clause.Period period -> period.param();
      case Clause.Amount amount -> amount.param();
      case Clause.Links links -> links.param();
      case Clause.LinkId link -> link.param();
      case Clause.LinkIdentifier identifier -> identifier.param();
      case Clause.Uri uri -> uri.param();
      case Clause.UriBelow uri -> uri.param();
      case Clause.Everything _, Clause.And _, Clause.Or _, Clause.Not _, Clause.Ids _,
          Clause.OfTypes _,
          Clause.Missing _, Clause.Scoped _ -> throw new IllegalArgumentException("no leaf");
    };
  }

  private static List<IndexValue> values(IndexDocument document, String param) {
    return param.equals("_lastUpdated")
        ? List.of(new IndexValue.Period(
            document.lastUpdated(), document.lastUpdated().plusMillis(1)))
        : document.values().getOrDefault(param, List.of());
  }

  private static boolean matches(List<IndexValue> values, Clause clause) {
    return switch (clause) {
      case Clause.Code(_, var patterns) -> any(values, IndexValue.Code.class, code ->
          patterns.stream().anyMatch(pattern -> fits(pattern, code.system(), code.code())));
      case Clause.Text text -> text(values, text);
      case Clause.Period wanted -> any(values, IndexValue.Period.class, period ->
          stands(wanted.match(), bounded(period.from()), last(period.from(), period.to()),
              bounded(wanted.from()), last(wanted.from(), wanted.to())));
      case Clause.Amount wanted -> any(values, IndexValue.Amount.class, amount ->
          stands(wanted.match(), amount.low(), amount.high(), wanted.low(), wanted.high()));
      case Clause.Links(_, var targets) ->
          any(values, IndexValue.Link.class, targets::contains);
      case Clause.LinkId(_, var id) ->
          any(values, IndexValue.Link.class, link -> link.id().equals(id));
      case Clause.LinkIdentifier(_, var pattern) -> any(values, IndexValue.LinkIdentifier.class,
          identifier -> fits(pattern, identifier.system(), identifier.code()));
      case Clause.Uri(_, var uri) ->
          any(values, IndexValue.Uri.class, one -> one.uri().equals(uri));
      case Clause.UriBelow(_, var prefix) ->
          any(values, IndexValue.Uri.class, one -> one.uri().startsWith(prefix));
      case Clause.Everything _, Clause.And _, Clause.Or _, Clause.Not _, Clause.Ids _,
          Clause.OfTypes _,
          Clause.Missing _, Clause.Scoped _ -> throw new IllegalArgumentException("no leaf");
    };
  }

  private static <T extends IndexValue> boolean any(
      List<IndexValue> values, Class<T> kind, Predicate<T> test) {
    return values.stream().filter(kind::isInstance).map(kind::cast).anyMatch(test);
  }

  private static boolean fits(CodePattern pattern, String system, String code) {
    return switch (pattern) {
      case CodePattern.AnySystem(var wanted) -> wanted.equals(code);
      case CodePattern.InSystem(var wantedSystem, var wanted) ->
          wantedSystem.equals(system) && wanted.equals(code);
      case CodePattern.AnyCode(var wantedSystem) -> wantedSystem.equals(system);
    };
  }

  private static boolean text(List<IndexValue> values, Clause.Text clause) {
    var folded = TextForms.folded(clause.text());
    Predicate<IndexValue.Text> whole = switch (clause.match()) {
      case EXACT -> text -> TextForms.exact(text.text()).equals(TextForms.exact(clause.text()));
      case CONTAINS -> text -> TextForms.folded(text.text()).contains(folded);
      case START -> text -> TextForms.folded(text.text()).startsWith(folded);
    };
    return any(values, IndexValue.Text.class, whole)
        || clause.match() == Clause.TextMatch.START && words(values, clause.text());
  }

  private static boolean words(List<IndexValue> values, String text) {
    var words = values.stream()
        .flatMap(value -> value instanceof IndexValue.Words(var one)
            ? TextForms.words(one).stream() : Stream.of())
        .toList();
    var asked = TextForms.words(text);
    return !asked.isEmpty() && asked.stream()
        .allMatch(beginning -> words.stream().anyMatch(word -> word.startsWith(beginning)));
  }

  private static <T extends Comparable<T>> boolean stands(
      RangeMatch match, T from, T to, T wantedFrom, T wantedTo) {
    return switch (match) {
      case WITHIN -> from.compareTo(wantedFrom) >= 0 && to.compareTo(wantedTo) <= 0;
      case REACHES_AFTER -> to.compareTo(wantedTo) > 0;
      case REACHES_BEFORE -> from.compareTo(wantedFrom) < 0;
      case STARTS_AFTER -> from.compareTo(wantedTo) > 0;
      case ENDS_BEFORE -> to.compareTo(wantedFrom) < 0;
      case OVERLAPS -> from.compareTo(wantedTo) <= 0 && to.compareTo(wantedFrom) >= 0;
    };
  }

  /// Times are told apart by milliseconds, and end where a number of them does.
  private static Instant bounded(Instant instant) {
    return instant.isBefore(BEGIN) ? BEGIN : instant.isAfter(END) ? END : instant;
  }

  private static Instant last(Instant from, Instant to) {
    var end = bounded(to);
    var last = end.equals(END) ? end : end.minusMillis(1);
    return last.isBefore(bounded(from)) ? bounded(from) : last;
  }

  private static Comparator<IndexDocument> order(List<Sort> sorts) {
    var order = Comparator.<IndexDocument>comparingInt(_ -> 0);
    for (var sort : sorts) {
      order = order.thenComparing(switch (sort.kind()) {
        case TEXT -> by(sort, NaiveSearch::texts);
        case INSTANT -> by(sort, NaiveSearch::instants);
        case AMOUNT -> by(sort, NaiveSearch::amounts);
        case RANK -> throw new IllegalArgumentException("the model has no rank");
      });
    }
    return order.thenComparing(NaiveSearch::key);
  }

  private interface Keys<T> {
    List<T> of(IndexDocument document, String param);
  }

  private static <T extends Comparable<T>> Comparator<IndexDocument> by(
      Sort sort, Keys<T> keys) {
    var isDown = sort.direction() == Sort.Direction.DESCENDING;
    Comparator<T> values = isDown ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Comparator<Optional<T>> missingLast = (one, other) ->
        one.isPresent() && other.isPresent()
            ? values.compare(one.get(), other.get())
            : Boolean.compare(one.isEmpty(), other.isEmpty());
    return (one, other) -> missingLast.compare(
        keys.of(one, sort.param()).stream().min(values),
        keys.of(other, sort.param()).stream().min(values));
  }

  private static List<String> texts(IndexDocument document, String param) {
    if (param.equals("_id")) {
      return List.of(document.id());
    }
    var texts = new ArrayList<String>();
    for (var value : values(document, param)) {
      switch (value) {
        case IndexValue.Code(_, var code) -> texts.add(code);
        case IndexValue.Text(var text) -> texts.add(TextForms.folded(text));
        case IndexValue.Link link -> texts.add(link.path());
        case IndexValue.Uri(var uri) -> texts.add(uri);
        case IndexValue.Words _, IndexValue.LinkIdentifier _, IndexValue.Period _,
            IndexValue.Amount _, IndexValue.Scoped _ -> { }
      }
    }
    return texts;
  }

  private static List<Instant> instants(IndexDocument document, String param) {
    return values(document, param).stream()
        .filter(IndexValue.Period.class::isInstance)
        .map(value -> bounded(((IndexValue.Period) value).from())).toList();
  }

  private static List<Double> amounts(IndexDocument document, String param) {
    return values(document, param).stream()
        .filter(IndexValue.Amount.class::isInstance)
        .map(value -> ((IndexValue.Amount) value).low()).toList();
  }
}
