package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers read and vread (R4 section 3.1.0.2, 3.1.0.3), also on condition (3.1.0.9).
///
/// What the caller may not see is answered as what doesn't exist.
record ReadInteraction(Resources resources) {

  /// The current version: 404 where there is none to see, 410 where it was deleted, 304 where the
  /// client has it.
  Reply read(ResourceKey key, RestCall call) {
    var found = present(resources.read(valid(key), call.caller().access())
        .orElseThrow(() -> absent(key)), key);
    return isKnown(found, call.headers()) ? Reply.of(304, found) : Reply.of(found);
  }

  /// One version, current or not.
  Reply vread(ResourceKey key, String version, RestCall call) {
    return Reply.of(version(key, version, call.caller().access()));
  }

  private StoredResource version(ResourceKey key, String version, Access access) {
    if (!version.matches("\\d{1,18}")) {
      throw absent(key);
    }
    return present(resources.vread(valid(key), Long.parseLong(version), access)
        .orElseThrow(() -> absent(key)), key);
  }

  private static boolean isKnown(StoredResource found, RestCall.Headers headers) {
    // RFC 9110 section 13.2.2: the tag goes before the time.
    if (headers.ifNoneMatch().isPresent()) {
      var tag = "\"" + found.version() + "\"";
      return Stream.of(headers.ifNoneMatch().get().split(",")).map(String::strip)
          .anyMatch(one -> one.equals("*") || one.replaceFirst("^W/", "").equals(tag));
    }
    return headers.ifModifiedSince().flatMap(HttpTime::parse)
        .map(since -> !found.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
        .orElse(false);
  }

  static boolean isValid(ResourceKey key) {
    var id = key.id();
    if (id.isEmpty() || id.length() > 64) {
      return false;
    }
    return id.chars().allMatch(letter -> letter >= 'a' && letter <= 'z'
        || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9'
        || letter == '-' || letter == '.');
  }

  static ResourceKey valid(ResourceKey key) {
    if (!isValid(key)) {
      throw new InvalidRequestException("an id has 1 to 64 letters, digits, - or .");
    }
    return key;
  }

  static ResourceNotFoundException absent(ResourceKey key) {
    return new ResourceNotFoundException("there is no such %s here".formatted(key.type()));
  }

  private static StoredResource present(StoredResource found, ResourceKey key) {
    if (found.deleted()) {
      throw new ResourceGoneException("this %s was deleted".formatted(key.type()));
    }
    return found;
  }
}
