package vn.tia.fhir.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the index knows of one resource: its place, its owner, and the values of each search
/// parameter by the parameter's code.
public record IndexDocument(
    String type, String id, long version, int facilityId, Instant lastUpdated,
    Map<String, List<IndexValue>> values) {

  public IndexDocument {
    values = Map.copyOf(values);
  }
}
