package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.tia.fhir.rest.query.Handling;
import vn.tia.fhir.rest.query.SearchParser;

/// One search as HAPI hands it over, by GET or by POST, and the Bundle that answers it.
record SearchCall(ServletRequestDetails request) {

  SearchBundle answer(Interactions interactions) {
    var answer = interactions.search(request.getServletRequest(), question());
    return new SearchBundle(answer.found(), base(), link(parameters()),
        answer.nextToken().map(this::next));
  }

  private SearchInteraction.Question question() {
    return new SearchInteraction.Question(
        request.getResourceName(), parameters(), handling(request), base());
  }

  private String base() {
    return request.getFhirServerBase();
  }

  private Map<String, List<String>> parameters() {
    // In one order, so that the same search has the same links.
    var parameters = new TreeMap<String, List<String>>();
    request.getParameters().forEach((name, values) -> parameters.put(name, List.of(values)));
    return parameters;
  }

  private String next(String token) {
    var parameters = new LinkedHashMap<>(parameters());
    parameters.keySet().retainAll(SearchParser.FORMAT_PARAMETERS);
    parameters.put(SearchInteraction.PAGE, List.of(token));
    return link(parameters);
  }

  private String link(Map<String, List<String>> parameters) {
    var pairs = new ArrayList<String>();
    parameters.forEach((name, values) -> values.forEach(value ->
        pairs.add(encoded(name) + "=" + encoded(value))));
    var url = base() + "/" + request.getResourceName();
    return pairs.isEmpty() ? url : url + "?" + String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Handling handling(RequestDetails request) {
    // HTTP allows one Prefer header with several preferences, and several headers.
    var isStrict = Optional.ofNullable(request.getHeaders("Prefer")).stream()
        .flatMap(Collection::stream)
        .flatMap(header -> List.of(header.split("[,;]")).stream())
        .anyMatch(preference -> preference.strip().equalsIgnoreCase("handling=strict"));
    return isStrict ? Handling.STRICT : Handling.LENIENT;
  }
}
