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

  /// Holds for the resources of these types.
  record OfTypes(Set<String> types) implements Clause {
    public OfTypes {
      types = Set.copyOf(types);
    }
  }

  /// Holds where the parameter has a code of one of these patterns.
  record Code(String param, Set<CodePattern> patterns) implements Clause {
    public Code {
      patterns = Set.copyOf(patterns);
    }

    public Code(String param, CodePattern pattern) {
      this(param, Set.of(pattern));
    }
  }

  /// Holds where the parameter has such a text.
  record Text(String param, TextMatch match, String text) implements Clause {}

  /// Holds where a period of the parameter stands so to the one from `from` up to `to`.
  record Period(String param, RangeMatch match, Instant from, Instant to) implements Clause {}

  /// Holds where an amount of the parameter stands so to the numbers from `low` to `high`, both
  /// included. The unit is a scope.
  record Amount(String param, RangeMatch match, double low, double high) implements Clause {
    public Amount {
      // Both zeros are one number.
      low += 0.0;
      high += 0.0;
    }
  }

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

  /// Holds where a URI of the parameter begins so.
  record UriBelow(String param, String prefix) implements Clause {}

  /// Holds where the parameter has no value.
  record Missing(String param) implements Clause {}

  /// Holds where the clause does for values of this scope: a [Code], [Text] by its beginning,
  /// [Period], [Amount], [Links], [LinkId] or [Uri]. Without a scope, scoped values are not met.
  record Scoped(String scope, Clause clause) implements Clause {
    public Scoped {
      var isPlain = switch (clause) {
        case Code _, Period _, Amount _, Links _, LinkId _, Uri _ -> true;
        case Text text -> text.match() == TextMatch.START;
        case Everything _, And _, Or _, Not _, Ids _, OfTypes _, LinkIdentifier _,
            UriBelow _, Missing _, Scoped _ -> false;
      };
      if (!isPlain) {
        throw new IllegalArgumentException("a scope holds a clause on one plain value");
      }
    }
  }

  /// How a text is compared (R4 search, section 3.1.1.4.8).
  enum TextMatch {
    /// Begins so, letter case and accents apart; where the parameter has words: each word asked
    /// for begins one of them, of whichever value.
    START,
    /// Is exactly so, letter case and accents included.
    EXACT,
    /// Has it anywhere, letter case and accents apart.
    CONTAINS
  }

  /// How a value of the resource, which may be a range, stands to that of the query
  /// (R4 search, section 3.1.1.4.5).
  enum RangeMatch {
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
    /// They overlap (`ap`, on a widened range).
    OVERLAPS
  }
}
