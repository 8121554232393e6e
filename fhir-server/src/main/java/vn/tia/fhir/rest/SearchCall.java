package vn.tia.fhir.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.rest.query.SearchParser;

/// One search, by GET or by POST, and the Bundle that answers it.
record SearchCall(RestCall call, SearchPlace place) {

  String answer(SearchInteraction search) {
    var answer = search.search(question(), call.caller().access());
    return new SearchBundle(answer.found(), base(), link(call.query()),
        answer.nextToken().map(this::next)).json();
  }

  private SearchInteraction.Question question() {
    var handling = call.headers().prefers("handling=strict")
        ? Handling.STRICT : Handling.LENIENT;
    return new SearchInteraction.Question(place, call.query(), handling, base());
  }

  private String base() {
    return call.caller().base();
  }

  private String next(String token) {
    var parameters = new LinkedHashMap<>(call.query());
    parameters.keySet().retainAll(SearchParser.FORMAT_PARAMETERS);
    parameters.put(SearchInteraction.PAGE, List.of(token));
    return link(parameters);
  }

  private String link(Map<String, List<String>> parameters) {
    return Links.to(base() + place.path(), parameters);
  }
}
