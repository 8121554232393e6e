package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;

/// Reads an entry of a Bundle as the request that it states.
final class EntryCalls {
  private EntryCalls() {}

  /// The request of an entry.
  ///
  /// @param whole the request that brought the Bundle
  static RestCall of(BundleEntryComponent entry, RestCall whole) {
    var request = entry.getRequest();
    if (!request.hasMethod() || request.getMethod() == HTTPVerb.NULL) {
      throw new InvalidRequestException("an entry of the Bundle has no request.method");
    }
    var url = relative(Optional.ofNullable(request.getUrl()).orElse(""), whole.caller().base());
    var query = url.indexOf('?');
    var path = path(query < 0 ? url : url.substring(0, query));
    if (Target.isElsewhere(path)) {
      throw new InvalidRequestException("an entry of the Bundle is no interaction of a resource");
    }
    Map<String, List<String>> parameters = query < 0
        ? new TreeMap<>() : Conditions.parameters(url.substring(query));
    var headers = new RestCall.Headers(
        Optional.ofNullable(request.getIfMatch()), Optional.ofNullable(request.getIfNoneMatch()),
        Optional.ofNullable(request.getIfModifiedSinceElement().getValue()).map(HttpTime::of),
        Optional.ofNullable(request.getIfNoneExist()), whole.headers().prefer());
    return new RestCall(request.getMethod(), Target.of(path), parameters, headers,
        entry.hasResource() ? new RestCall.Body.Parsed(entry.getResource())
            : new RestCall.Body.None(),
        whole.caller());
  }

  private static String relative(String url, String base) {
    if (url.startsWith(base + "/")) {
      return url.substring(base.length() + 1);
    }
    if (url.contains("://") && !url.substring(0, url.indexOf("://")).contains("?")) {
      throw new InvalidRequestException("an entry of the Bundle is meant for another server");
    }
    return url.startsWith("/") ? url.substring(1) : url;
  }

  static List<String> path(String path) {
    return Stream.of(path.split("/"))
        .filter(part -> !part.isEmpty())
        .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }
}
