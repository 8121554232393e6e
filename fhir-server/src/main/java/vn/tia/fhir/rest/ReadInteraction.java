package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers read and vread (R4 section 3.1.0.2, 3.1.0.3).
///
/// What the caller may not see is answered as what doesn't exist.
record ReadInteraction(Resources resources) {
  private static final String ID = "[A-Za-z0-9.-]{1,64}";

  /// The current version: 404 where there is none to see, 410 where it was deleted.
  StoredResource read(ResourceKey key, Access access) {
    return present(resources.read(valid(key), access)
        .orElseThrow(() -> absent(key)), key);
  }

  /// One version, current or not.
  StoredResource vread(ResourceKey key, String version, Access access) {
    if (!version.matches("\\d{1,18}")) {
      throw absent(key);
    }
    return present(resources.vread(valid(key), Long.parseLong(version), access)
        .orElseThrow(() -> absent(key)), key);
  }

  static boolean isValid(ResourceKey key) {
    return key.id().matches(ID);
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
