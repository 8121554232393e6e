package vn.tia.fhir.search.extract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Range;
import vn.tia.fhir.search.CodePattern;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.IndexValue.Amount;
import vn.tia.fhir.search.IndexValue.Scoped;
import vn.tia.fhir.search.Scope;

/// Reads numbers and quantities as index values: the bare number, and the number within each name
/// of its unit, UCUM's base unit among them.
final class Amounts {
  private static final String CURRENCY = "urn:iso:std:iso:4217";

  private Amounts() {}

  static List<IndexValue> of(IBase element) {
    return switch (element) {
      case Quantity quantity when quantity.hasValue() ->
          all(span(quantity), Unit.of(quantity));
      case Range range -> range(range);
      case Money money when money.hasValue() -> all(
          new Span(Optional.of(money.getValue()), Optional.of(money.getValue())),
          new Unit(CURRENCY, Objects.requireNonNullElse(money.getCurrency(), ""), ""));
      case DecimalType decimal when decimal.hasValue() ->
          List.of(Amount.of(decimal.getValue().doubleValue()));
      case IntegerType integer when integer.hasValue() ->
          List.of(Amount.of(integer.getValue()));
      default -> List.of();
    };
  }

  /// The amount by which a quantity sorts: in base units where it has them.
  static Optional<IndexValue> sortable(List<IndexValue> values) {
    return values.stream()
        .filter(value -> value instanceof Scoped scoped && Scope.isCanonicalUnit(scoped.scope()))
        .map(value -> ((Scoped) value).value()).findFirst()
        .or(() -> values.stream().filter(Amount.class::isInstance).findFirst());
  }

  private record Unit(String system, String code, String name) {
    static Unit of(Quantity quantity) {
      return new Unit(Objects.requireNonNullElse(quantity.getSystem(), ""),
          Objects.requireNonNullElse(quantity.getCode(), ""),
          Objects.requireNonNullElse(quantity.getUnit(), ""));
    }

    /// A unit is met by its code, with or without its system, and by its name.
    Set<String> scopes() {
      var scopes = new LinkedHashSet<String>();
      if (!code.isEmpty()) {
        scopes.addAll(Scope.of(new IndexValue.Code(system, code)));
      }
      if (!name.isEmpty()) {
        scopes.add(Scope.of(new CodePattern.AnySystem(name)));
      }
      return scopes;
    }
  }

  /// From a number to another; a side that is missing is open.
  private record Span(Optional<BigDecimal> low, Optional<BigDecimal> high) {
    Amount amount() {
      var from = low.map(BigDecimal::doubleValue).orElse(Double.NEGATIVE_INFINITY);
      var to = high.map(BigDecimal::doubleValue).orElse(Double.POSITIVE_INFINITY);
      return new Amount(Math.min(from, to), Math.max(from, to));
    }
  }

  // `<5` may be any number below 5.
  private static Span span(Quantity quantity) {
    var value = Optional.of(quantity.getValue());
    return switch (Optional.ofNullable(quantity.getComparator())
        .orElse(QuantityComparator.NULL)) {
      case LESS_THAN, LESS_OR_EQUAL -> new Span(Optional.empty(), value);
      case GREATER_THAN, GREATER_OR_EQUAL -> new Span(value, Optional.empty());
      case NULL -> new Span(value, value);
    };
  }

  private static List<IndexValue> range(Range range) {
    if (!range.getLow().hasValue() && !range.getHigh().hasValue()) {
      return List.of();
    }
    var unit = Unit.of(range.getLow().hasValue() ? range.getLow() : range.getHigh());
    return all(new Span(Optional.ofNullable(range.getLow().getValue()),
        Optional.ofNullable(range.getHigh().getValue())), unit);
  }

  private static List<IndexValue> all(Span span, Unit unit) {
    var values = new ArrayList<IndexValue>();
    var amount = span.amount();
    values.add(amount);
    unit.scopes().forEach(scope -> values.add(new Scoped(scope, amount)));
    if (unit.system().equals(Units.UCUM)) {
      canonical(span, unit.code()).ifPresent(values::add);
    }
    return values;
  }

  private static Optional<IndexValue> canonical(Span span, String code) {
    var low = span.low().map(value -> Units.canonical(value, code));
    var high = span.high().map(value -> Units.canonical(value, code));
    return low.or(() -> high).flatMap(one -> one).map(known -> new Scoped(
        Scope.canonicalUnit(known.code()), new Span(
            low.flatMap(one -> one).map(Units.Canonical::value),
            high.flatMap(one -> one).map(Units.Canonical::value)).amount()));
  }
}
