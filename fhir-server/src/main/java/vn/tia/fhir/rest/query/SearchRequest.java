package vn.tia.fhir.rest.query;

import java.util.List;
import vn.tia.fhir.search.Sort;
import vn.tia.fhir.search.SearchQuery.Total;

/// A search as the client means it.
///
/// @param warnings what was ignored, as the client asked to be lenient
public record SearchRequest(
    String type, List<Condition> conditions, List<Include> includes, List<Include> revIncludes,
    Shape shape, List<String> warnings) {

  public SearchRequest {
    conditions = List.copyOf(conditions);
    includes = List.copyOf(includes);
    revIncludes = List.copyOf(revIncludes);
    warnings = List.copyOf(warnings);
  }

  /// The order and size of the answer; size 0 asks for the total only.
  public record Shape(List<Sort> sort, int size, Total total) {
    public Shape {
      sort = List.copyOf(sort);
    }
  }
}
