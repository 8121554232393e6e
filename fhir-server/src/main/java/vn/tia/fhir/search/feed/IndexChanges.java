package vn.tia.fhir.search.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.IndexChange;
import vn.tia.fhir.search.IndexDocument;
import vn.tia.fhir.search.IndexValue;
import vn.tia.fhir.search.extract.Extraction;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.outbox.OutboxEntry;
import vn.tia.records.resources.ResourceKey;
import vn.tia.records.resources.Resources;
import vn.tia.records.resources.StoredResource;

/// Makes index changes out of resources as they stand in the records now.
record IndexChanges(Resources resources, Extraction extraction) {
  private static final Logger LOG = LoggerFactory.getLogger(IndexChanges.class);

  /// Fewer than this are read by one thread sooner than by several.
  private static final int PARALLEL_MIN = 50;

  /// What has become of the resources that the entries name. Several entries of one resource
  /// are one change: only its current state counts.
  List<IndexChange> of(List<OutboxEntry> entries) {
    var versions = new LinkedHashMap<ResourceKey, Long>();
    entries.stream().filter(entry -> entry.topic().equals(Resources.TOPIC)).forEach(entry ->
        versions.merge(ResourceKey.parse(entry.key()), version(entry), Math::max));
    if (versions.isEmpty()) {
      return List.of();
    }
    var owners = new Access(
        entries.stream().map(OutboxEntry::facilityId).collect(Collectors.toSet()));
    var current = resources.readMany(List.copyOf(versions.keySet()), owners);
    current.forEach(resource -> versions.remove(resource.key()));
    var changes = new ArrayList<IndexChange>(current.size() < PARALLEL_MIN
        ? current.stream().map(this::put).toList()
        : current.parallelStream().map(this::put).toList());
    versions.forEach((key, version) ->
        changes.add(new IndexChange.Remove(key.type(), key.id(), version)));
    return changes;
  }

  IndexChange put(StoredResource resource) {
    return new IndexChange.Put(new IndexDocument(resource.type(), resource.id(),
        resource.version(), resource.facilityId(), resource.lastUpdated(), values(resource)));
  }

  // One resource that can't be read must not hold back all that come after it.
  private Map<String, List<IndexValue>> values(StoredResource resource) {
    try {
      return extraction.values(FhirJson.decode(resource.json()), resource.json());
    } catch (RuntimeException unreadable) {
      LOG.error("A {} can be found by its id only, its content is unreadable: {}",
          resource.type(), unreadable.getClass().getName());
      return Map.of();
    }
  }

  private static long version(OutboxEntry entry) {
    return Long.parseLong(entry.key().substring(entry.key().lastIndexOf('/') + 1));
  }
}
