package vn.tia.fhir.rest.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.tia.fhir.search.PageKey;
import vn.tia.records.resources.StoredResource;

/// The answer to a search: what matched, what was included, and where the page ended.
public record Found(
    List<StoredResource> matches, List<StoredResource> included, Optional<PageKey> next,
    OptionalLong total, List<String> warnings) {

  public Found {
    matches = List.copyOf(matches);
    included = List.copyOf(included);
    warnings = List.copyOf(warnings);
  }
}
