package vn.tia.fhir.rest.query;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Clause.PeriodMatch;
import vn.tia.fhir.search.Clause.TextMatch;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.IndexValue.Link;
import vn.tia.fhir.search.extract.Parameter;
import vn.tia.fhir.search.extract.PartialDate;

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
      case EQ -> new Clause.Period(param, PeriodMatch.WITHIN, from, to);
      case NE -> new Clause.Not(new Clause.Period(param, PeriodMatch.WITHIN, from, to));
      case GT -> new Clause.Period(param, PeriodMatch.REACHES_AFTER, from, to);
      case LT -> new Clause.Period(param, PeriodMatch.REACHES_BEFORE, from, to);
      case GE -> either(new Clause.Period(param, PeriodMatch.REACHES_AFTER, from, to),
          new Clause.Period(param, PeriodMatch.WITHIN, from, to));
      case LE -> either(new Clause.Period(param, PeriodMatch.REACHES_BEFORE, from, to),
          new Clause.Period(param, PeriodMatch.WITHIN, from, to));
      case SA -> new Clause.Period(param, PeriodMatch.STARTS_AFTER, from, to);
      case EB -> new Clause.Period(param, PeriodMatch.ENDS_BEFORE, from, to);
      case AP -> approximately(param, from, to);
    };
  }

  // The specification recommends a tenth of the gap between now and the date.
  private Clause approximately(String param, Instant from, Instant to) {
    var gap = Duration.between(from, clock.instant()).abs().dividedBy(10);
    return new Clause.Period(param, PeriodMatch.OVERLAPS, from.minus(gap), to.plus(gap));
  }

  private static Clause either(Clause one, Clause other) {
    return new Clause.Or(List.of(one, other));
  }

  /// A number with a prefix.
  static Clause number(String param, String value) {
    return amount(param, Prefixed.of(value), Optional.empty());
  }

  /// `[prefix]number[|system|code]`; `number||code` is of whatever system.
  static Clause quantity(String param, String value) {
    var parts = Escapes.split(value, '|');
    if (parts.size() != 1 && parts.size() != 3) {
      throw new BadSearchException(param + " is no quantity of the form number[|system|code]");
    }
    var amount = Prefixed.of(parts.getFirst());
    if (parts.size() == 1 || parts.get(2).isEmpty()) {
      return amount(param, amount, Optional.empty());
    }
    var system = Escapes.plain(parts.get(1));
    var code = Escapes.plain(parts.get(2));
    return amount(param, amount, Optional.of(system.isEmpty()
        ? new CodePattern.AnySystem(code)
        : new CodePattern.InSystem(system, code)));
  }

  private static Clause amount(String param, Prefixed value, Optional<CodePattern> unit) {
    var number = decimal(param, value.rest());
    var exact = number.doubleValue();
    // `100` means 99.5 up to 100.5: half a unit of the last digit written.
    var half = BigDecimal.ONE.movePointLeft(number.scale()).divide(BigDecimal.TWO);
    var low = number.subtract(half).doubleValue();
    var high = Math.nextDown(number.add(half).doubleValue());
    var infinity = Double.POSITIVE_INFINITY;
    return switch (value.prefix()) {
      case EQ -> new Clause.Amount(param, low, high, unit);
      case NE -> new Clause.Not(new Clause.Amount(param, low, high, unit));
      case GT, SA -> new Clause.Amount(param, Math.nextUp(exact), infinity, unit);
      case LT, EB -> new Clause.Amount(param, -infinity, Math.nextDown(exact), unit);
      case GE -> new Clause.Amount(param, exact, infinity, unit);
      case LE -> new Clause.Amount(param, -infinity, exact, unit);
      case AP -> new Clause.Amount(
          param, exact - Math.abs(exact) / 10, exact + Math.abs(exact) / 10, unit);
    };
  }

  private static BigDecimal decimal(String param, String text) {
    // Bounded, since the precision of a long exponent is that many digits to compute with.
    if (!text.matches("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?")) {
      throw new BadSearchException(param + " is no number");
    }
    return new BigDecimal(text);
  }

  /// `Type/id`, `id`, or a URL; a URL of this server is the resource itself.
  static Clause reference(Parameter parameter, String value, String serverBase) {
    var plain = Escapes.plain(value);
    var local = plain.startsWith(serverBase + "/")
        ? plain.substring(serverBase.length() + 1) : plain;
    var param = parameter.code();
    if (local.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")) {
      var parts = local.split("/");
      return new Clause.Links(param, Set.of(new Link(parts[0], parts[1])));
    }
    if (!local.matches("[A-Za-z0-9.-]{1,64}")) {
      return new Clause.Uri(param, local);
    }
    return parameter.targets().size() == 1
        ? new Clause.Links(
            param, Set.of(new Link(parameter.targets().iterator().next(), local)))
        : new Clause.LinkId(param, local);
  }
}
