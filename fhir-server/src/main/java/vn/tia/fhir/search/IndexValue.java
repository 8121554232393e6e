package vn.tia.fhir.search;

import java.time.Instant;

/// One value of one search parameter (R4 search, section 3.1.1.4: search parameter types).
public sealed interface IndexValue {

  /// A code and its system; the system is empty where there is none (type token).
  record Code(String system, String code) implements IndexValue {}

  /// A string that is found by its beginning (type string).
  record Text(String text) implements IndexValue {}

  /// A name or an address, found by the beginnings of its words in any order (type string).
  record Words(String text) implements IndexValue {}

  /// The time from an instant up to, and without, another; partial dates are such periods.
  record Period(Instant from, Instant to) implements IndexValue {}

  /// A reference to a resource of this server (type reference).
  record Link(String type, String id) implements IndexValue {
    public String path() {
      return type + "/" + id;
    }
  }

  /// A reference by identifier alone, `Reference.identifier` (type reference, `:identifier`).
  record LinkIdentifier(String system, String code) implements IndexValue {}

  /// A URI, or a reference to a resource elsewhere; matched as a whole (types uri, reference).
  record Uri(String uri) implements IndexValue {}

  /// A number, or all numbers from `low` to `high`, bounds included (types number, quantity).
  record Amount(double low, double high) implements IndexValue {
    public Amount {
      if (Double.isNaN(low) || Double.isNaN(high) || low > high) {
        throw new IllegalArgumentException("an amount goes from a number to no lower one");
      }
      // Both zeros are one number.
      low += 0.0;
      high += 0.0;
    }

    public static Amount of(double value) {
      return new Amount(value, value);
    }
  }

  /// A value that is met only by a clause of the same scope: an amount in a unit, or the second
  /// half of a composite under its first. See [Scope].
  record Scoped(String scope, IndexValue value) implements IndexValue {
    public Scoped {
      if (value instanceof Scoped || value instanceof Words || value instanceof LinkIdentifier) {
        throw new IllegalArgumentException("a scope holds a single plain value");
      }
    }
  }
}
