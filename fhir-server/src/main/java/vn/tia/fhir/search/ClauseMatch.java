package vn.tia.fhir.search;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Answers whether one resource meets a clause, from its values alone: what an index would find,
/// without an index.
public final class ClauseMatch {
  private final IndexDocument document;

  private ClauseMatch(IndexDocument document) {
    this.document = document;
  }

  public static boolean matches(Clause clause, IndexDocument document) {
    return new ClauseMatch(document).meets(clause);
  }

  private boolean meets(Clause clause) {
    return switch (clause) {
      case Clause.Everything _ -> true;
      case Clause.And(var clauses) -> clauses.stream().allMatch(this::meets);
      case Clause.Or(var clauses) -> clauses.stream().anyMatch(this::meets);
      case Clause.Not(var other) -> !meets(other);
      case Clause.OfTypes(var types) -> types.contains(document.type());
      case Clause.Ids(var ids) -> ids.contains(document.id());
      case Clause.Missing(var param) -> values(param).isEmpty();
      case Clause.Scoped(var scope, var inner) -> meets(inner, scoped(scope));
      case Clause.Code _, Clause.Text _, Clause.Period _, Clause.Amount _, Clause.Links _,
          Clause.LinkId _, Clause.LinkIdentifier _, Clause.Uri _, Clause.UriBelow _ ->
          meets(clause, Stream::of);
    };
  }

  /// Which values of a scope a value has to offer.
  private interface View {
    Stream<IndexValue> of(IndexValue value);
  }

  private static View scoped(String scope) {
    return value -> value instanceof IndexValue.Scoped(var own, var inner) && own.equals(scope)
        ? Stream.of(inner) : Stream.of();
  }

  /// Whether one of the values that a view offers meets a plain clause.
  private boolean meets(Clause clause, View view) {
    return switch (clause) {
      case Clause.Code(var param, var patterns) -> any(param, view, value ->
          value instanceof IndexValue.Code code
              && patterns.stream().anyMatch(pattern -> fits(pattern, code.system(), code.code())));
      case Clause.LinkIdentifier(var param, var pattern) -> any(param, view, value ->
          value instanceof IndexValue.LinkIdentifier(var system, var code)
              && fits(pattern, system, code));
      case Clause.Links(var param, var targets) -> any(param, view, targets::contains);
      case Clause.LinkId(var param, var id) -> any(param, view, value ->
          value instanceof IndexValue.Link link && link.id().equals(id));
      case Clause.Uri(var param, var uri) -> any(param, view, value ->
          value instanceof IndexValue.Uri(var own)
              && TextForms.exact(own).equals(TextForms.exact(uri)));
      case Clause.UriBelow(var param, var prefix) -> any(param, view, value ->
          value instanceof IndexValue.Uri(var own)
              && TextForms.exact(own).startsWith(TextForms.exact(prefix)));
      case Clause.Text text -> any(text.param(), view, value -> fits(text, value));
      case Clause.Period period -> any(period.param(), view, value -> fits(period, value));
      case Clause.Amount amount -> any(amount.param(), view, value -> fits(amount, value));
      case Clause.Everything _, Clause.And _, Clause.Or _, Clause.Not _, Clause.Ids _,
          Clause.OfTypes _,
          Clause.Missing _, Clause.Scoped _ ->
          throw new IllegalArgumentException("no clause on one value");
    };
  }

  private boolean any(String param, View view, Predicate<IndexValue> fits) {
    return values(param).stream().flatMap(view::of).anyMatch(fits);
  }

  private List<IndexValue> values(String param) {
    return param.equals("_lastUpdated")
        ? List.of(new IndexValue.Period(
            document.lastUpdated(), document.lastUpdated().plusMillis(1)))
        : document.values().getOrDefault(param, List.of());
  }

  private static boolean fits(CodePattern pattern, String system, String code) {
    return switch (pattern) {
      case CodePattern.AnySystem(var wanted) -> wanted.equals(code);
      case CodePattern.InSystem(var in, var wanted) -> in.equals(system) && wanted.equals(code);
      case CodePattern.AnyCode(var in) -> in.equals(system);
    };
  }

  private static boolean fits(Clause.Text clause, IndexValue value) {
    return switch (value) {
      case IndexValue.Text(var text) -> switch (clause.match()) {
        case EXACT -> TextForms.exact(text).equals(TextForms.exact(clause.text()));
        case CONTAINS -> TextForms.folded(text).contains(TextForms.folded(clause.text()));
        case START -> TextForms.folded(text).startsWith(TextForms.folded(clause.text()));
      };
      case IndexValue.Words(var text) -> {
        var words = TextForms.words(text);
        var wanted = TextForms.words(clause.text());
        yield clause.match() == Clause.TextMatch.START && !wanted.isEmpty()
            && wanted.stream().allMatch(one ->
                words.stream().anyMatch(word -> word.startsWith(one)));
      }
      default -> false;
    };
  }

  private static boolean fits(Clause.Period clause, IndexValue value) {
    if (!(value instanceof IndexValue.Period(var from, var to))) {
      return false;
    }
    return switch (clause.match()) {
      case WITHIN -> !from.isBefore(clause.from()) && !to.isAfter(clause.to());
      case REACHES_AFTER -> to.isAfter(clause.to());
      case REACHES_BEFORE -> from.isBefore(clause.from());
      case STARTS_AFTER -> !from.isBefore(clause.to());
      case ENDS_BEFORE -> !to.isAfter(clause.from());
      case OVERLAPS -> from.isBefore(clause.to()) && to.isAfter(clause.from());
    };
  }

  private static boolean fits(Clause.Amount clause, IndexValue value) {
    if (!(value instanceof IndexValue.Amount(double low, double high))) {
      return false;
    }
    return switch (clause.match()) {
      case WITHIN -> low >= clause.low() && high <= clause.high();
      case REACHES_AFTER -> high > clause.high();
      case REACHES_BEFORE -> low < clause.low();
      case STARTS_AFTER -> low > clause.high();
      case ENDS_BEFORE -> high < clause.low();
      case OVERLAPS -> low <= clause.high() && high >= clause.low();
    };
  }
}
