package vn.tia.fhir.search.records;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.CodePattern;

/// By what the records find all resources that can meet a clause, and some that don't: their ids,
/// or a value of one of their identifiers.
record Candidates(Set<String> ids, Set<String> values) {
  Candidates {
    ids = Set.copyOf(ids);
    values = Set.copyOf(values);
  }

  /// Those of a clause; empty where it can be met by what the records have no look-up for.
  ///
  /// @param isIdentifier whether the values of a parameter are identifiers
  static Optional<Candidates> of(Clause clause, Predicate<String> isIdentifier) {
    return switch (clause) {
      case Clause.Ids(var ids) -> Optional.of(new Candidates(ids, Set.of()));
      case Clause.Code(var param, var patterns) when isIdentifier.test(param) -> values(patterns);
      // The first part that leads to few will do.
      case Clause.And(var all) -> all.stream().map(one -> of(one, isIdentifier))
          .flatMap(Optional::stream).findFirst();
      case Clause.Or(var some) -> any(some, isIdentifier);
      case Clause.Everything _, Clause.Not _, Clause.OfTypes _, Clause.Code _, Clause.Text _,
          Clause.Period _, Clause.Amount _, Clause.Links _, Clause.LinkId _,
          Clause.LinkIdentifier _, Clause.Uri _, Clause.UriBelow _, Clause.Missing _,
          Clause.Scoped _ -> Optional.empty();
    };
  }

  private static Optional<Candidates> values(Set<CodePattern> patterns) {
    var values = new HashSet<String>();
    for (var pattern : patterns) {
      switch (pattern) {
        case CodePattern.AnySystem(var code) -> values.add(code);
        case CodePattern.InSystem(_, var code) -> values.add(code);
        // All numbers of one system are no few.
        case CodePattern.AnyCode _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Candidates(Set.of(), values));
  }

  private static Optional<Candidates> any(
      List<Clause> clauses, Predicate<String> isIdentifier) {
    var ids = new HashSet<String>();
    var values = new HashSet<String>();
    for (var clause : clauses) {
      var some = of(clause, isIdentifier);
      if (some.isEmpty()) {
        return some;
      }
      ids.addAll(some.get().ids());
      values.addAll(some.get().values());
    }
    return Optional.of(new Candidates(ids, values));
  }
}
