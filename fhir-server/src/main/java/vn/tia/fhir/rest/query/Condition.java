package vn.tia.fhir.rest.query;

import java.util.List;
import java.util.Map;
import vn.tia.fhir.search.Clause;

/// One condition of a search request, before chains are resolved.
sealed interface Condition {

  /// A condition on the resource itself.
  record Direct(Clause clause) implements Condition {}

  /// A condition on what a reference parameter refers to, by the type of the target.
  record Chained(String param, Map<String, Clause> byTarget) implements Condition {
    public Chained {
      byTarget = Map.copyOf(byTarget);
    }
  }

  /// What `_id` asks for.
  record ById(List<String> ids) implements Condition {
    public ById {
      ids = List.copyOf(ids);
    }
  }
}
