package vn.tia.fhir.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes addresses with parameters.
final class Links {
  private Links() {}

  static String to(String url, Map<String, List<String>> parameters) {
    var pairs = new ArrayList<String>();
    parameters.forEach((name, values) -> values.forEach(value ->
        pairs.add(encoded(name) + "=" + encoded(value))));
    return pairs.isEmpty() ? url : url + "?" + String.join("&", pairs);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
