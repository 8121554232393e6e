package vn.tia.records.resources;

import java.time.Instant;
import java.util.Date;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.mapping.fhir.FhirJson;

/// The text of a version, made from the resource's text without one: encoding twice is dear.
final class VersionedText {
  private VersionedText() {}

  /// The text with `meta.versionId` and `meta.lastUpdated`.
  ///
  /// @param content as [FhirJson] writes it: the type first, then the id
  static String of(String content, ResourceKey key, long version, Instant now) {
    var head = "{\"resourceType\":\"" + key.type() + "\",\"id\":\"" + key.id() + "\"";
    if (!content.startsWith(head)) {
      throw new IllegalArgumentException("the text of a resource begins with its type and id");
    }
    var meta = "\"versionId\":\"" + version + "\",\"lastUpdated\":\""
        + new InstantType(Date.from(now)).getValueAsString() + "\"";
    var known = ",\"meta\":{";
    return content.startsWith(known, head.length())
        ? head + known + meta + "," + content.substring(head.length() + known.length())
        : head + known + meta + "}" + content.substring(head.length());
  }

  /// What a resource says, whatever its version; the resource keeps its own.
  static String content(Resource resource) {
    resource.setId(resource.getIdElement().getIdPart());
    var meta = resource.getMeta();
    var version = meta.getVersionIdElement();
    var time = meta.getLastUpdatedElement();
    meta.setVersionIdElement(null).setLastUpdatedElement(null);
    try {
      return FhirJson.encode(resource);
    } finally {
      meta.setVersionIdElement(version).setLastUpdatedElement(time);
    }
  }
}
