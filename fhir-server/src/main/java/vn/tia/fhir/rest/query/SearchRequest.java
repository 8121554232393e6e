package vn.tia.fhir.rest.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.SearchQuery.Total;

/// A search as the client means it.
///
/// @param byType the conditions on the resources of each type that is looked through
/// @param warnings what was ignored, as the client asked to be lenient
public record SearchRequest(
    Map<String, List<Condition>> byType, List<Include> includes, List<Include> revIncludes,
    Shape shape, List<String> warnings) {

  public SearchRequest {
    byType = new LinkedHashMap<>(byType);
    includes = List.copyOf(includes);
    revIncludes = List.copyOf(revIncludes);
    warnings = List.copyOf(warnings);
  }

  /// The type of a search of one type.
  public String type() {
    return byType.keySet().iterator().next();
  }

  /// The conditions of a search of one type.
  public List<Condition> conditions() {
    return byType.get(type());
  }

  /// The conditions as one on the resource itself; empty where one of them asks what other
  /// resources or terms say.
  public Optional<Clause> direct() {
    return all(conditions()).map(Clause.And::new);
  }

  private static Optional<List<Clause>> all(List<Condition> conditions) {
    var clauses = conditions.stream().map(SearchRequest::direct).toList();
    return clauses.stream().allMatch(Optional::isPresent)
        ? Optional.of(clauses.stream().map(Optional::orElseThrow).toList()) : Optional.empty();
  }

  private static Optional<Clause> direct(Condition condition) {
    return switch (condition) {
      case Condition.Direct(var clause) -> Optional.of(clause);
      case Condition.ById(var ids) -> Optional.of(new Clause.Ids(Set.copyOf(ids)));
      case Condition.All(var every) -> all(every).map(Clause.And::new);
      case Condition.Any(var some) -> all(some).map(Clause.Or::new);
      case Condition.Not(var other) -> direct(other).map(Clause.Not::new);
      case Condition.Chained _, Condition.Referred _, Condition.Listed _,
          Condition.InValueSet _, Condition.Kindred _, Condition.Under _ -> Optional.empty();
    };
  }

  /// The order and size of the answer; size 0 asks for the total only.
  public record Shape(List<Sort> sort, int size, Total total) {
    public Shape {
      sort = List.copyOf(sort);
    }
  }
}
