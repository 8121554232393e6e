package vn.tia.fhir.rest.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.tia.fhir.search.Clause;

/// Where a search looks: the resource types, and what the resources of each must meet to be in it.
///
/// @param limits by type in the order in which they were named
/// @param isOpen whether `_type` may narrow it (R4 search, section 3.1.1.2)
public record SearchGround(Map<String, Clause> limits, boolean isOpen) {
  public SearchGround {
    // The order is that of messages.
    limits = new LinkedHashMap<>(limits);
  }

  /// All resources of one type.
  public static SearchGround of(String type) {
    return new SearchGround(Map.of(type, new Clause.Everything()), false);
  }

  /// All resources of some types.
  public static SearchGround of(List<String> types) {
    var limits = new LinkedHashMap<String, Clause>();
    types.forEach(type -> limits.put(type, new Clause.Everything()));
    return new SearchGround(limits, true);
  }

  List<String> types() {
    return List.copyOf(limits.keySet());
  }

  /// The part of it that is of these types.
  SearchGround only(List<String> types) {
    var some = new LinkedHashMap<String, Clause>();
    types.forEach(type -> some.put(type, limits.get(type)));
    return new SearchGround(some, isOpen);
  }
}
