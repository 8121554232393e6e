package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.rest.query.SearchParser;
import vn.tia.records.resources.StoredResource;

/// Finds the resources that the criteria of a conditional interaction mean (R4 section 3.1.0.8.1):
/// what a search by them finds, read strictly, since criteria that are ignored would mean all.
record Conditions(SearchInteraction search) {
  private static final Set<String> SHAPING =
      Set.of("_count", "_sort", "_total", "_include", "_revinclude", SearchInteraction.PAGE);

  /// The resource that is meant, empty where there is none.
  ///
  /// @throws PreconditionFailedException (412) if there are several
  Optional<StoredResource> one(String type, Map<String, List<String>> query, RestCall call) {
    var found = all(type, query, call, 2);
    if (found.size() > 1) {
      throw new PreconditionFailedException(
          "several resources of type %s match the criteria".formatted(type));
    }
    return found.stream().findFirst();
  }

  /// The resources that are meant, `max` at most.
  List<StoredResource> all(
      String type, Map<String, List<String>> query, RestCall call, int max) {
    var criteria = new TreeMap<>(query);
    criteria.keySet().removeAll(SearchParser.FORMAT_PARAMETERS);
    // What shapes an answer narrows nothing: by `_count` alone all would be meant.
    criteria.keySet().removeIf(name -> SHAPING.contains(name.split(":", 2)[0]));
    if (criteria.values().stream().flatMap(List::stream).allMatch(String::isEmpty)) {
      throw new InvalidRequestException("the criteria of a conditional interaction are missing");
    }
    criteria.put("_count", List.of(Integer.toString(max)));
    return search.search(new SearchInteraction.Question(
            SearchPlace.of(type), criteria, Handling.STRICT, call.caller().base()),
            call.caller().access())
        .found().matches();
  }

  /// The parameters of a query text, such as that of If-None-Exist.
  static Map<String, List<String>> parameters(String text) {
    var parameters = new TreeMap<String, List<String>>();
    UrlUtil.parseQueryString(text.substring(text.indexOf('?') + 1)).forEach((name, values) ->
        parameters.put(name, new ArrayList<>(List.of(values))));
    return parameters;
  }
}
