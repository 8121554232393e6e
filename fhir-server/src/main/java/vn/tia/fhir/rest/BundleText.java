package vn.tia.fhir.rest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import vn.tia.records.resources.StoredResource;

/// Writes a Bundle as compact JSON around texts that are ready.
final class BundleText {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

  private final StringBuilder json = new StringBuilder(4_096);
  private boolean hasEntries;
  private boolean hasLinks;

  BundleText(String type, OptionalLong total) {
    json.append("{\"resourceType\":\"Bundle\",\"id\":\"").append(UUID.randomUUID())
        .append("\",\"meta\":{\"lastUpdated\":\"").append(time(Instant.now()))
        .append("\"},\"type\":\"").append(type).append('"');
    total.ifPresent(count -> json.append(",\"total\":").append(count));
  }

  BundleText link(String relation, String url) {
    json.append(hasLinks ? "," : ",\"link\":[").append("{\"relation\":\"").append(relation)
        .append("\",\"url\":").append(quoted(url)).append('}');
    hasLinks = true;
    return this;
  }

  /// Adds an entry.
  ///
  /// @param parts what stands in the entry, as JSON members
  BundleText entry(String... parts) {
    if (!hasEntries) {
      json.append(hasLinks ? "]" : "").append(",\"entry\":[");
    } else {
      json.append(',');
    }
    json.append('{').append(String.join(",", parts)).append('}');
    hasEntries = true;
    return this;
  }

  String text() {
    return json.append(hasEntries || hasLinks ? "]" : "").append('}').toString();
  }

  static String fullUrl(String url) {
    return "\"fullUrl\":" + quoted(url);
  }

  static String resource(String text) {
    return "\"resource\":" + text;
  }

  /// Entry.response: the status, and which version it is about.
  static String response(String status, Optional<StoredResource> version,
      Optional<String> location, Optional<String> outcome) {
    var response = new StringBuilder("\"response\":{\"status\":").append(quoted(status));
    location.ifPresent(url -> response.append(",\"location\":").append(quoted(url)));
    version.ifPresent(one -> response.append(",\"etag\":\"W/\\\"").append(one.version())
        .append("\\\"\",\"lastModified\":\"").append(time(one.lastUpdated())).append('"'));
    outcome.ifPresent(one -> response.append(",\"outcome\":").append(one));
    return response.append('}').toString();
  }

  static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  static String time(Instant time) {
    return INSTANT.format(time.atOffset(ZoneOffset.UTC));
  }
}
