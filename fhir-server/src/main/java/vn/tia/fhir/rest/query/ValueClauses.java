package vn.tia.fhir.rest.query;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Clause.RangeMatch;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.Scope;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.PartialDate;
import vn.tia.fhir.search.extract.Units;

/// Turns one value of a parameter into a clause, as the parameter's type says
/// (R4 search, section 3.1.1.4).
final class ValueClauses {
  private final ZoneId zone;
  private final Clock clock;

  ValueClauses(ZoneId zone, Clock clock) {
    this.zone = zone;
    this.clock = clock;
  }

  /// `system|code` in its four forms.
  static CodePattern code(String value) {
    var parts = Escapes.split(value, '|');
    if (parts.size() > 2) {
      throw new BadSearchException("a token is [system|]code, it has one | at most");
    }
    var last = Escapes.plain(parts.getLast());
    if (parts.size() == 1) {
      return new CodePattern.AnySystem(last);
    }
    var system = Escapes.plain(parts.getFirst());
    return last.isEmpty()
        ? new CodePattern.AnyCode(system)
        : new CodePattern.InSystem(system, last);
  }

  static Clause text(String param, TextMatch match, String value) {
    return new Clause.Text(param, match, Escapes.plain(value));
  }

  static Clause uri(String param, String value) {
    return new Clause.Uri(param, Escapes.plain(value));
  }

  /// A date with a prefix; a missing offset is that of the zone.
  Clause date(String param, String value) {
    var prefixed = Prefixed.of(value);
    var period = PartialDate.period(prefixed.rest(), zone).orElseThrow(() ->
        new BadSearchException(param + " is no date of the form yyyy[-mm[-dd[Thh:mm[:ss]]]]"));
    var from = period.from();
    var to = period.to();
    return switch (prefixed.prefix()) {
      case EQ -> new Clause.Period(param, RangeMatch.WITHIN, from, to);
      // Not wholly within is what lies partly before or partly after.
      case NE -> either(new Clause.Period(param, RangeMatch.REACHES_BEFORE, from, to),
          new Clause.Period(param, RangeMatch.REACHES_AFTER, from, to));
      case GT -> new Clause.Period(param, RangeMatch.REACHES_AFTER, from, to);
      case LT -> new Clause.Period(param, RangeMatch.REACHES_BEFORE, from, to);
      case GE -> either(new Clause.Period(param, RangeMatch.REACHES_AFTER, from, to),
          new Clause.Period(param, RangeMatch.WITHIN, from, to));
      case LE -> either(new Clause.Period(param, RangeMatch.REACHES_BEFORE, from, to),
          new Clause.Period(param, RangeMatch.WITHIN, from, to));
      case SA -> new Clause.Period(param, RangeMatch.STARTS_AFTER, from, to);
      case EB -> new Clause.Period(param, RangeMatch.ENDS_BEFORE, from, to);
      case AP -> approximately(param, from, to);
    };
  }

  // The specification recommends a tenth of the gap between now and the date.
  private Clause approximately(String param, Instant from, Instant to) {
    var gap = Duration.between(from, clock.instant()).abs().dividedBy(10);
    return new Clause.Period(param, RangeMatch.OVERLAPS, from.minus(gap), to.plus(gap));
  }

  private static Clause either(Clause one, Clause other) {
    return new Clause.Or(List.of(one, other));
  }

  /// A number with a prefix.
  static Clause number(String param, String value) {
    var prefixed = Prefixed.of(value);
    return amount(param, prefixed.prefix(), Span.of(decimal(param, prefixed.rest())));
  }

  /// `[prefix]number[|system|code]`; `number||code` is of whatever system, and a UCUM unit is met
  /// in whatever UCUM unit of the same kind.
  static Clause quantity(String param, String value) {
    var parts = Escapes.split(value, '|');
    if (parts.size() != 1 && parts.size() != 3) {
      throw new BadSearchException(param + " is no quantity of the form number[|system|code]");
    }
    var prefixed = Prefixed.of(parts.getFirst());
    var span = Span.of(decimal(param, prefixed.rest()));
    if (parts.size() == 1 || parts.get(2).isEmpty()) {
      return amount(param, prefixed.prefix(), span);
    }
    var system = Escapes.plain(parts.get(1));
    var code = Escapes.plain(parts.get(2));
    Optional<Canonical> canonical =
        system.equals(Units.UCUM) ? canonical(span, code) : Optional.empty();
    if (canonical.isPresent()) {
      return new Clause.Scoped(Scope.canonicalUnit(canonical.get().code()),
          amount(param, prefixed.prefix(), canonical.get().span()));
    }
    return new Clause.Scoped(
        Scope.of(system.isEmpty()
            ? new CodePattern.AnySystem(code)
            : new CodePattern.InSystem(system, code)),
        amount(param, prefixed.prefix(), span));
  }

  private record Canonical(Span span, String code) {}

  private static Optional<Canonical> canonical(Span span, String code) {
    return Units.canonical(span.exact(), code).flatMap(exact ->
        Units.canonical(span.low(), code).flatMap(low ->
            Units.canonical(span.high(), code).map(high -> new Canonical(
                new Span(exact.value(), low.value(), high.value()), exact.code()))));
  }

  /// A number as written: `100` means 99.5 up to, and without, 100.5, which is half a unit of the
  /// last digit.
  private record Span(BigDecimal exact, BigDecimal low, BigDecimal high) {
    static Span of(BigDecimal number) {
      var half = BigDecimal.ONE.movePointLeft(number.scale()).divide(BigDecimal.TWO);
      return new Span(number, number.subtract(half), number.add(half));
    }
  }

  private static Clause amount(String param, Prefixed.Prefix prefix, Span span) {
    var exact = span.exact().doubleValue();
    var low = span.low().doubleValue();
    var high = Math.nextDown(span.high().doubleValue());
    var tenth = Math.abs(exact) / 10;
    return switch (prefix) {
      case EQ -> new Clause.Amount(param, RangeMatch.WITHIN, low, high);
      case NE -> either(new Clause.Amount(param, RangeMatch.REACHES_BEFORE, low, high),
          new Clause.Amount(param, RangeMatch.REACHES_AFTER, low, high));
      // Comparisons are with the number itself, whatever its precision.
      case GT -> new Clause.Amount(param, RangeMatch.REACHES_AFTER, exact, exact);
      case LT -> new Clause.Amount(param, RangeMatch.REACHES_BEFORE, exact, exact);
      case GE -> either(new Clause.Amount(param, RangeMatch.REACHES_AFTER, exact, exact),
          new Clause.Amount(param, RangeMatch.WITHIN, exact, exact));
      case LE -> either(new Clause.Amount(param, RangeMatch.REACHES_BEFORE, exact, exact),
          new Clause.Amount(param, RangeMatch.WITHIN, exact, exact));
      case SA -> new Clause.Amount(param, RangeMatch.STARTS_AFTER, exact, exact);
      case EB -> new Clause.Amount(param, RangeMatch.ENDS_BEFORE, exact, exact);
      case AP -> new Clause.Amount(param, RangeMatch.OVERLAPS, exact - tenth, exact + tenth);
    };
  }

  private static BigDecimal decimal(String param, String text) {
    // Bounded, since the precision of a long exponent is that many digits to compute with.
    if (!text.matches("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?")) {
      throw new BadSearchException(param + " is no number");
    }
    return new BigDecimal(text);
  }

  /// A URI or all below it: what goes on after a `/`, or after a `.` of a URN.
  static Clause below(String param, String value) {
    var uri = Escapes.plain(value);
    var separator = uri.startsWith("urn:") ? "." : "/";
    var prefix = uri.endsWith(separator) ? uri : uri + separator;
    return either(new Clause.Uri(param, uri), new Clause.UriBelow(param, prefix));
  }

  /// A URI or all above it.
  static Clause above(String param, String value) {
    var uri = Escapes.plain(value);
    var separator = uri.startsWith("urn:") ? '.' : '/';
    var clauses = new ArrayList<Clause>();
    clauses.add(new Clause.Uri(param, uri));
    for (int i = uri.length() - 1; i > 0; i--) {
      if (uri.charAt(i) == separator) {
        clauses.add(new Clause.Uri(param, uri.substring(0, i)));
        clauses.add(new Clause.Uri(param, uri.substring(0, i + 1)));
      }
    }
    return new Clause.Or(clauses);
  }

  /// `system|code|value`: an identifier by its type (`:of-type`).
  static Clause ofType(String param, String value) {
    var parts = Escapes.split(value, '|');
    if (parts.size() != 3 || parts.stream().anyMatch(String::isEmpty)) {
      throw new BadSearchException(param + ":of-type is system|code|value");
    }
    return new Clause.Code(Parameter.ofType(param), new CodePattern.InSystem(
        Escapes.plain(parts.get(0)) + "|" + Escapes.plain(parts.get(1)),
        Escapes.plain(parts.get(2))));
  }
}
