package vn.tia.records.resources;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.FhirJson;

/// One version of a resource as it is kept.
///
/// @param json the text to answer, with id and meta; of a deleted version, empty
public record StoredResource(
    String type,
    String id,
    long version,
    int facilityId,
    Instant lastUpdated,
    boolean deleted,
    String json) {

  public ResourceKey key() {
    return new ResourceKey(type, id);
  }

  /// The bytes to answer.
  public byte[] bytes() {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /// The resource, read from its text.
  public <T extends Resource> T decode(Class<T> as) {
    return FhirJson.decode(json, as);
  }
}
