package vn.tia.records.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Resource;
import vn.tia.dicom.data.Bytes;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.outbox.Outbox;

/// FHIR resources with their versions (FHIR R4 section 3.1.0): written for a facility, read by
/// those who may see that facility.
///
/// Every new version adds an outbox entry, topic `resource`, key `Type/id/version`, in the same
/// transaction. Writes that change nothing but meta's version and time make no version.
public final class Resources {
  public static final String TOPIC = "resource";

  private static final String COLUMNS =
      "resource_type, id, version, facility_id, last_updated, deleted, json";

  private static final String VERSIONS = "SELECT " + COLUMNS + " FROM (SELECT " + COLUMNS
      + " FROM resource UNION ALL SELECT " + COLUMNS + " FROM resource_history) AS versions"
      + " WHERE resource_type = :type AND id = :id AND facility_id = ANY (:facilities)";

  private final Database database;
  private final Outbox outbox;
  private final Clock clock;

  public Resources(Database database, Outbox outbox, Clock clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Writes a resource: as a new one with the id it carries or a new UUID, else as a new version.
  ///
  /// The resource passed in gets its id, `meta.versionId` and `meta.lastUpdated`.
  ///
  /// @throws IllegalArgumentException if the id belongs to another facility
  public StoredResource put(int facilityId, Resource resource) {
    return database.inTransaction(() -> {
      if (!resource.hasIdElement() || resource.getIdElement().getIdPart() == null) {
        resource.setId(UUID.randomUUID().toString());
      }
      var digest = digest(resource);
      var key = key(resource);
      var found = lock(key);
      if (found.isEmpty()) {
        var inserted = insert(facilityId, resource, digest);
        if (inserted.isPresent()) {
          return inserted.get();
        }
      }
      // Where another transaction inserted it between our look and our insert, it is there now.
      return update(facilityId, resource, found.or(() -> lock(key)).orElseThrow(), digest);
    });
  }

  /// Writes a resource that is new: its id was made for it just now, so nobody else has it.
  ///
  /// The resource passed in gets its `meta.versionId` and `meta.lastUpdated`.
  public StoredResource add(int facilityId, Resource resource) {
    database.requireTransaction();
    var content = content(resource);
    var now = now();
    var key = key(resource);
    // Encoding is dear: where nothing else is in meta, it is written into the text.
    var json = FirstVersion.json(content, key, now).orElseGet(() -> {
      stamp(resource, 1, now);
      return FhirJson.encode(resource);
    });
    stamp(resource, 1, now);
    var first = new StoredResource(key.type(), key.id(), 1, facilityId, now, false, json);
    database.later("""
        INSERT INTO resource
          (resource_type, id, version, facility_id, last_updated, deleted, digest, json, subject)
        VALUES (?, ?, 1, ?, ?, false, ?, ?, ?)""",
        first.type(), first.id(), facilityId, at(first), sha256(content), json,
        Subjects.of(resource).orElse(null));
    announce(first);
    return first;
  }

  /// Writes a new version only where the current one is the given one (If-Match).
  public PutOutcome putIfVersion(int facilityId, Resource resource, long version) {
    return database.inTransaction(() -> {
      var current = lock(key(resource))
          .filter(found -> found.resource().facilityId() == facilityId);
      if (current.isEmpty()) {
        return new PutOutcome.Absent();
      }
      var found = current.get();
      if (found.resource().version() != version) {
        return new PutOutcome.Stale(found.resource().version());
      }
      return new PutOutcome.Stored(update(facilityId, resource, found, digest(resource)));
    });
  }

  /// Deletes a resource: a version without content follows. Empty where there is none to see.
  public Optional<StoredResource> delete(ResourceKey key, Access access) {
    return database.inTransaction(() -> lock(key)
        .map(Locked::resource)
        .filter(found -> access.allows(found.facilityId()))
        .map(found -> found.deleted() ? found : deleted(found)));
  }

  /// The current version, a deleted one included; empty where there is none to see.
  public Optional<StoredResource> read(ResourceKey key, Access access) {
    return database.jdbc().sql("SELECT " + COLUMNS + """
             FROM resource
            WHERE resource_type = :type AND id = :id AND facility_id = ANY (:facilities)""")
        .param("type", key.type())
        .param("id", key.id())
        .param("facilities", access.array())
        .query(Resources::stored)
        .optional();
  }

  /// One version, current or not; empty where there is none to see.
  public Optional<StoredResource> vread(ResourceKey key, long version, Access access) {
    return database.jdbc().sql(VERSIONS + " AND version = :version")
        .param("type", key.type())
        .param("id", key.id())
        .param("facilities", access.array())
        .param("version", version)
        .query(Resources::stored)
        .optional();
  }

  /// All versions, newest first; none where there is nothing to see.
  public List<StoredResource> history(ResourceKey key, Access access) {
    return history(key, access, Integer.MAX_VALUE);
  }

  /// The newest versions, newest first, `max` at most.
  public List<StoredResource> history(ResourceKey key, Access access, int max) {
    return database.jdbc().sql(VERSIONS + " ORDER BY version DESC LIMIT :max")
        .param("type", key.type())
        .param("id", key.id())
        .param("facilities", access.array())
        .param("max", max)
        .query(Resources::stored)
        .list();
  }

  /// The current versions that exist, are not deleted and may be seen, in the order asked for.
  public List<StoredResource> readMany(List<ResourceKey> keys, Access access) {
    return database.jdbc().sql("""
            SELECT r.resource_type, r.id, r.version, r.facility_id, r.last_updated, r.deleted,
              r.json
            FROM unnest(:types::text[], :ids::text[]) WITH ORDINALITY AS wanted (type, id, place)
            JOIN resource r ON r.resource_type = wanted.type AND r.id = wanted.id
            WHERE NOT r.deleted AND r.facility_id = ANY (:facilities)
            ORDER BY wanted.place""")
        .param("types", keys.stream().map(ResourceKey::type).toArray(String[]::new))
        .param("ids", keys.stream().map(ResourceKey::id).toArray(String[]::new))
        .param("facilities", access.array())
        .query(Resources::stored)
        .list();
  }

  /// The next current versions in the order of their keys, deleted ones left out, whatever the
  /// facility: for building the search index anew.
  public List<StoredResource> scan(Optional<ResourceKey> after, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS + """
             FROM resource
            WHERE (resource_type, id) > (:type, :id) AND NOT deleted
            ORDER BY resource_type, id LIMIT :max""")
        .param("type", after.map(ResourceKey::type).orElse(""))
        .param("id", after.map(ResourceKey::id).orElse(""))
        .param("max", max)
        .query(Resources::stored)
        .list();
  }

  /// What a facility holds about a subject, such as `Patient/<id>`, but not types made from rows.
  public List<ResourceKey> about(int facilityId, String subject, Set<String> butTypes) {
    return database.jdbc().sql("""
            SELECT resource_type, id FROM resource
            WHERE facility_id = :facility AND subject = :subject AND NOT deleted
              AND resource_type <> ALL (:types) ORDER BY resource_type, id""")
        .param("facility", facilityId)
        .param("subject", subject)
        .param("types", butTypes.toArray(String[]::new))
        .query((row, _) -> new ResourceKey(row.getString(1), row.getString(2)))
        .list();
  }

  /// Says that a resource is about another subject, as a new version; passed over where it is gone.
  public void changeSubject(int facilityId, ResourceKey key, String subject) {
    database.inTransaction(() -> lock(key)
        .map(Locked::resource)
        .filter(found -> found.facilityId() == facilityId && !found.deleted())
        .map(found -> Subjects.with(FhirJson.decode(found.json()), subject))
        .ifPresent(resource -> put(facilityId, resource)));
  }

  private record Locked(StoredResource resource, Bytes digest) {}

  private Optional<Locked> lock(ResourceKey key) {
    return database.query("SELECT digest, " + COLUMNS
            + " FROM resource WHERE resource_type = ? AND id = ? FOR UPDATE",
        (row, number) -> new Locked(stored(row, number), Bytes.wrap(row.getBytes("digest"))),
        key.type(), key.id()).stream().findFirst();
  }

  private Optional<StoredResource> insert(
      int facilityId, Resource resource, Bytes digest) {
    var first = stamped(resource, facilityId, 1);
    var rows = database.jdbc().sql("""
            INSERT INTO resource
              (resource_type, id, version, facility_id, last_updated, deleted, digest, json,
                subject)
            VALUES (?, ?, 1, ?, ?, false, ?, ?, ?)
            ON CONFLICT DO NOTHING""")
        .params(first.type(), first.id(), facilityId, at(first), digest.toArray(), first.json(),
            Subjects.of(resource).orElse(null))
        .update();
    if (rows == 0) {
      return Optional.empty();
    }
    announce(first);
    return Optional.of(first);
  }

  private StoredResource update(
      int facilityId, Resource resource, Locked current, Bytes digest) {
    var old = current.resource();
    if (old.facilityId() != facilityId) {
      throw new IllegalArgumentException(
          "this " + old.type() + " id is taken by another facility");
    }
    if (!old.deleted() && current.digest().equals(digest)) {
      stamp(resource, old.version(), old.lastUpdated());
      return old;
    }
    var next = stamped(resource, facilityId, old.version() + 1);
    return replace(old, next, new Content(digest, Subjects.of(resource)));
  }

  private StoredResource deleted(StoredResource old) {
    var gone = new StoredResource(
        old.type(), old.id(), old.version() + 1, old.facilityId(), now(), true, "");
    return replace(old, gone, new Content(Bytes.EMPTY, Optional.empty()));
  }

  private record Content(Bytes digest, Optional<String> subject) {}

  private StoredResource replace(StoredResource old, StoredResource next, Content content) {
    database.jdbc().sql("INSERT INTO resource_history (" + COLUMNS + ") SELECT " + COLUMNS
            + " FROM resource WHERE resource_type = ? AND id = ?")
        .params(old.type(), old.id())
        .update();
    database.jdbc().sql("""
            UPDATE resource SET version = ?, last_updated = ?, deleted = ?, digest = ?, json = ?,
              subject = ?
            WHERE resource_type = ? AND id = ?""")
        .params(next.version(), at(next), next.deleted(), content.digest().toArray(), next.json(),
            content.subject().orElse(null), next.type(), next.id())
        .update();
    announce(next);
    return next;
  }

  private void announce(StoredResource resource) {
    outbox.append(
        TOPIC, resource.key() + "/" + resource.version(), resource.facilityId());
  }

  private StoredResource stamped(Resource resource, int facilityId, long version) {
    var now = now();
    stamp(resource, version, now);
    var key = key(resource);
    return new StoredResource(
        key.type(), key.id(), version, facilityId, now, false, FhirJson.encode(resource));
  }

  private static void stamp(Resource resource, long version, Instant time) {
    resource.setId(resource.getIdElement().getIdPart());
    resource.getMeta().setVersionId(Long.toString(version)).setLastUpdated(Date.from(time));
  }

  // Milliseconds: what meta.lastUpdated can say.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Bytes digest(Resource resource) {
    return Bytes.wrap(sha256(content(resource)));
  }

  /// What a resource says, whatever its version.
  private static String content(Resource resource) {
    resource.setId(resource.getIdElement().getIdPart());
    resource.getMeta().setVersionIdElement(null).setLastUpdatedElement(null);
    return FhirJson.encode(resource);
  }

  private static byte[] sha256(String content) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(content.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }

  private static ResourceKey key(Resource resource) {
    return new ResourceKey(resource.fhirType(), resource.getIdElement().getIdPart());
  }

  private static OffsetDateTime at(StoredResource resource) {
    return resource.lastUpdated().atOffset(ZoneOffset.UTC);
  }

  static StoredResource stored(ResultSet row, int number) throws SQLException {
    return new StoredResource(
        row.getString("resource_type"),
        row.getString("id"),
        row.getLong("version"),
        row.getInt("facility_id"),
        row.getTimestamp("last_updated").toInstant(),
        row.getBoolean("deleted"),
        row.getString("json"));
  }
}
