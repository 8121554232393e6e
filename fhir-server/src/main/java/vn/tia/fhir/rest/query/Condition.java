package vn.tia.fhir.rest.query;

import java.util.List;
import java.util.Map;
import vn.tia.fhir.search.Clause;
import vn.tia.fhir.search.IndexValue.Link;

/// One condition of a search request, before what leads to other resources is resolved.
sealed interface Condition {

  /// A condition on the resource itself.
  record Direct(Clause clause) implements Condition {}

  /// Conditions of which all, or any, must hold.
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  record Not(Condition condition) implements Condition {}

  /// A condition on what a reference parameter refers to, by the type of the target.
  record Chained(String param, Map<String, Condition> byTarget) implements Condition {
    public Chained {
      byTarget = Map.copyOf(byTarget);
    }
  }

  /// A condition on what refers here: resources of `source` by their reference `param` (`_has`).
  record Referred(String source, String param, Condition condition) implements Condition {}

  /// What `_id` asks for.
  record ById(List<String> ids) implements Condition {
    public ById {
      ids = List.copyOf(ids);
    }
  }

  /// The members of a List of this server (`_list`).
  record Listed(String listId) implements Condition {}

  /// A code of the value set of this URL (`:in`).
  record InValueSet(String param, String url) implements Condition {}

  /// This code or one that is below, or above, it in its code system (`:below`, `:above`).
  record Kindred(String param, String system, String code, Way way) implements Condition {}

  /// A reference to this resource, or to one below it by the same parameter (`:below`).
  record Under(String param, Link root) implements Condition {}

  /// Where related codes are looked for.
  enum Way { ABOVE, BELOW }
}
