package vn.tia.fhir.rest;

import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Answers the history of one resource, newest version first (R4 section 3.1.0.12).
record HistoryInteraction(Resources resources) {

  Bundle history(ResourceKey key, Access access, String serverBase, String self) {
    var versions = resources.history(ReadInteraction.valid(key), access);
    if (versions.isEmpty()) {
      throw ReadInteraction.absent(key);
    }
    return bundle(versions, serverBase, self);
  }

  private static Bundle bundle(List<StoredResource> versions, String serverBase, String self) {
    var bundle = new Bundle().setType(BundleType.HISTORY).setTotal(versions.size());
    bundle.setId(UUID.randomUUID().toString());
    bundle.addLink().setRelation("self").setUrl(self);
    versions.forEach(version -> bundle.addEntry(entry(version, serverBase)));
    return bundle;
  }

  private static BundleEntryComponent entry(StoredResource version, String serverBase) {
    var verb = version.deleted() ? HTTPVerb.DELETE
        : version.version() == 1 ? HTTPVerb.POST : HTTPVerb.PUT;
    var entry = new BundleEntryComponent().setFullUrl(serverBase + "/" + version.key());
    entry.getRequest().setMethod(verb)
        .setUrl(verb == HTTPVerb.POST ? version.type() : version.key().toString());
    entry.getResponse()
        .setStatus(version.deleted() ? "204" : version.version() == 1 ? "201" : "200")
        .setEtag("W/\"" + version.version() + "\"")
        .setLastModified(Date.from(version.lastUpdated()));
    if (!version.deleted()) {
      entry.setResource(FhirJson.decode(version.json()));
    }
    return entry;
  }
}
