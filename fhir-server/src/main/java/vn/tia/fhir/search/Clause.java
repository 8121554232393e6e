package vn.tia.fhir.search;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A condition on a resource. `param` is the code of a search parameter.
///
/// Chains are no clause: they are resolved to [Links] before the index is asked, so that every
/// adapter answers them the same way.
public sealed interface Clause {

  /// Holds for every resource.
  record Everything() implements Clause {}

  /// Holds where all hold.
  record And(List<Clause> clauses) implements Clause {
    public And {
      clauses = List.copyOf(clauses);
    }
  }

  /// Holds where at least one holds.
  record Or(List<Clause> clauses) implements Clause {
    public Or {
      clauses = List.copyOf(clauses);
    }
  }

  /// Holds where the other doesn't.
  record Not(Clause clause) implements Clause {}

  /// Holds for the resources with these ids.
  record Ids(Set<String> ids) implements Clause {
    public Ids {
      ids = Set.copyOf(ids);
    }
  }

  /// Holds where the parameter has such a code.
  record Code(String param, CodePattern pattern) implements Clause {}

  /// Holds where the parameter has such a text.
  record Text(String param, TextMatch match, String text) implements Clause {}

  /// Holds where a period of the parameter stands so to the one from `from` up to `to`.
  record Period(String param, PeriodMatch match, Instant from, Instant to) implements Clause {}

  /// Holds where a number of the parameter is in the range, bounds included, in that unit.
  record Amount(String param, double low, double high, Optional<CodePattern> unit)
      implements Clause {}

  /// Holds where the parameter refers to one of these resources of this server.
  record Links(String param, Set<IndexValue.Link> targets) implements Clause {
    public Links {
      targets = Set.copyOf(targets);
    }
  }

  /// Holds where the parameter refers to a resource with this id, of whatever type.
  record LinkId(String param, String id) implements Clause {}

  /// Holds where the parameter refers by such an identifier.
  record LinkIdentifier(String param, CodePattern pattern) implements Clause {}

  /// Holds where the parameter has this URI.
  record Uri(String param, String uri) implements Clause {}

  /// Holds where the parameter has no value.
  record Missing(String param) implements Clause {}

  /// How a text is compared (R4 search, section 3.1.1.4.8).
  enum TextMatch {
    /// Begins so, letter case and accents apart; a name: each word begins a word of it.
    START,
    /// Is exactly so, letter case and accents included.
    EXACT,
    /// Has it anywhere, letter case and accents apart.
    CONTAINS
  }

  /// How a period of the resource stands to that of the query (R4 search, section 3.1.1.4.6).
  enum PeriodMatch {
    /// It lies within (`eq`).
    WITHIN,
    /// Part of it lies after (`gt`).
    REACHES_AFTER,
    /// Part of it lies before (`lt`).
    REACHES_BEFORE,
    /// All of it lies after (`sa`).
    STARTS_AFTER,
    /// All of it lies before (`eb`).
    ENDS_BEFORE,
    /// They overlap (`ap`, on a widened period).
    OVERLAPS
  }
}
