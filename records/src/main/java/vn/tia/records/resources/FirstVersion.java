package vn.tia.records.resources;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.hl7.fhir.r4.model.InstantType;

/// The text of a resource's first version, made from its text without a version.
final class FirstVersion {
  private FirstVersion() {}

  /// The text with `meta.versionId` and `meta.lastUpdated`, byte for byte as encoding it again
  /// would make it; empty where the text has a meta already.
  static Optional<String> json(String content, ResourceKey key, Instant now) {
    var head = "{\"resourceType\":\"" + key.type() + "\",\"id\":\"" + key.id() + "\"";
    if (!content.startsWith(head) || content.startsWith(",\"meta\"", head.length())) {
      return Optional.empty();
    }
    return Optional.of(head + ",\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\""
        + new InstantType(Date.from(now)).getValueAsString() + "\"}"
        + content.substring(head.length()));
  }
}
