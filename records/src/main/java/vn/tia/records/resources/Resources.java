package vn.tia.records.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.dao.CannotAcquireLockException;
import vn.tia.dicom.data.Bytes;
import vn.tia.mapping.fhir.FhirJson;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.resources.ResourceRows.About;
import vn.tia.records.resources.ResourceRows.Row;

/// FHIR resources with their versions (FHIR R4 section 3.1.0): written for a facility, read by
/// those who may see that facility.
///
/// Every new version adds an outbox entry, topic `resource`, key `Type/id/version`, in the same
/// transaction. Writes that change nothing but meta's version and time make no version.
public final class Resources {
  public static final String TOPIC = "resource";

  private static final String COLUMNS = ResourceRows.COLUMNS;

  private static final String CURRENT = "SELECT " + COLUMNS
      + " FROM resource WHERE resource_type = ? AND id = ? AND facility_id = ANY (?)";

  private static final String MANY = """
      SELECT r.resource_type, r.id, r.version, r.facility_id, r.last_updated, r.deleted, r.json
      FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS wanted (type, id, place)
      JOIN resource r ON r.resource_type = wanted.type AND r.id = wanted.id
      WHERE NOT r.deleted AND r.facility_id = ANY (?)
      ORDER BY wanted.place""";

  private static final String VERSIONS = "SELECT " + COLUMNS + " FROM (SELECT " + COLUMNS
      + " FROM resource UNION ALL SELECT " + COLUMNS + " FROM resource_history) AS versions"
      + " WHERE resource_type = :type AND id = :id AND facility_id = ANY (:facilities)";

  private final Database database;
  private final ResourceRows rows;
  private final Outbox outbox;
  private final Clock clock;

  public Resources(Database database, Outbox outbox, Clock clock) {
    this.database = database;
    this.rows = new ResourceRows(database);
    this.outbox = outbox;
    this.clock = clock;
  }

  /// Writes a resource: as a new one with the id it carries or a new UUID, else as a new version.
  ///
  /// The resource passed in gets its id, `meta.versionId` and `meta.lastUpdated`.
  ///
  /// @throws IllegalArgumentException if the id belongs to another facility
  public StoredResource put(int facilityId, Resource resource) {
    return put(facilityId, resource, (_, said) -> said);
  }

  /// The same, where a resource that a client made keeps what only the client said of it.
  ///
  /// @param over makes one resource of what stands there and of what is to be written
  public StoredResource put(int facilityId, Resource resource, BinaryOperator<Resource> over) {
    return database.inTransaction(() -> {
      if (!resource.hasIdElement() || resource.getIdElement().getIdPart() == null) {
        resource.setId(UUID.randomUUID().toString());
      }
      return put(facilityId, resource, rows.lock(key(resource)), over);
    });
  }

  /// The same, whoever wrote what stands there.
  ///
  /// @param over makes one resource of what stands there and of what is to be written
  public StoredResource putOver(
      int facilityId, Resource resource, BiFunction<StoredResource, Resource, Resource> over) {
    return database.inTransaction(() -> {
      var found = rows.lock(key(resource));
      var next = found.filter(one -> one.isThere() && one.resource().facilityId() == facilityId)
          .map(one -> over.apply(one.resource(), resource)).orElse(resource);
      return put(facilityId, next, found, (_, said) -> said);
    });
  }

  private StoredResource put(int facilityId, Resource resource, Optional<Current> found,
      BinaryOperator<Resource> over) {
    if (found.isEmpty()) {
      // Its name is locked: nobody else makes it.
      return add(facilityId, resource);
    }
    var next = found.filter(one -> one.byClient() && one.isThere())
        .map(one -> over.apply(FhirJson.decode(one.resource().json()), resource))
        .orElse(resource);
    return change(List.of(new Change.Put(facilityId, next, found, false))).getFirst();
  }

  /// Writes a resource that is new: its id was made for it just now, so nobody else has it.
  ///
  /// The resource passed in gets its `meta.versionId` and `meta.lastUpdated`.
  public StoredResource add(int facilityId, Resource resource) {
    database.requireTransaction();
    var content = VersionedText.content(resource);
    var now = now();
    var key = key(resource);
    var json = VersionedText.of(content, key, 1, now);
    stamp(resource, 1, now);
    var first = new StoredResource(key.type(), key.id(), 1, facilityId, now, false, json);
    rows.add(new Row(first, Bytes.wrap(sha256(content)), About.of(resource), false));
    outbox.append(TOPIC, first.key() + "/1", facilityId);
    return first;
  }

  /// What [put] locks, so that nobody else makes a resource that isn't there yet.
  public static String lockName(ResourceKey key) {
    return ResourceRows.lockName(key);
  }

  /// Reads ahead, without waiting, how these stand, for a transaction that has locked their names.
  public void foresee(Collection<ResourceKey> keys) {
    rows.foresee(keys);
  }

  /// What stands under these keys, whatever the facility, kept from others until the transaction
  /// ends; nothing for a key that never was.
  public Map<ResourceKey, Current> lock(Collection<ResourceKey> keys) {
    database.requireTransaction();
    if (keys.size() == 1) {
      return rows.lock(keys.iterator().next())
          .map(one -> Map.of(one.resource().key(), one)).orElse(Map.of());
    }
    return keys.isEmpty() ? Map.of() : rows.lock(keys);
  }

  /// Makes changes of different resources in the running transaction, some statements for all of
  /// them. What each has become, in the same order; the same content again makes no version.
  ///
  /// The resources passed in get their `meta.versionId` and `meta.lastUpdated`.
  ///
  /// @throws IllegalArgumentException if an id belongs to another facility
  /// @throws CannotAcquireLockException if somebody else made one of them at the same time: the
  ///     transaction has to be tried again
  public List<StoredResource> change(List<? extends Change> changes) {
    database.requireTransaction();
    var now = now();
    var made = changes.stream().map(change -> switch (change) {
      case Change.Put put -> put(put, now);
      case Change.Add(var facilityId, var resource) -> put(
          new Change.Put(facilityId, resource, Optional.empty(), true), now);
      case Change.Delete(var current) -> deleted(current, now);
    }).toList();
    var written = made.stream().flatMap(one -> one.row().stream()).toList();
    var added = new HashSet<ResourceKey>();
    changes.forEach(change -> {
      if (change instanceof Change.Add(_, var resource)) {
        added.add(key(resource));
      }
    });
    var first = written.stream().filter(Row::isFirst).toList();
    first.stream().filter(row -> added.contains(row.resource().key())).forEach(rows::add);
    var claimed = first.stream().filter(row -> !added.contains(row.resource().key())).toList();
    if (!claimed.isEmpty()) {
      rows.claim(claimed);
    }
    if (first.size() < written.size()) {
      rows.replace(written.stream().filter(row -> !row.isFirst()).toList());
    }
    outbox.append(TOPIC, written.stream().map(Row::resource)
        .map(one -> new Outbox.Entry(one.key() + "/" + one.version(), one.facilityId()))
        .toList());
    return made.stream().map(Made::resource).toList();
  }

  /// What a change comes to, and the row to be written where it changes anything.
  private record Made(StoredResource resource, Optional<Row> row) {
    static Made of(Row row) {
      return new Made(row.resource(), Optional.of(row));
    }

    static Made unchanged(StoredResource resource) {
      return new Made(resource, Optional.empty());
    }
  }

  private static Made put(Change.Put put, Instant now) {
    var resource = put.resource();
    var content = VersionedText.content(resource);
    var digest = Bytes.wrap(sha256(content));
    var there = put.current().filter(Current::isThere);
    put.current().map(Current::resource).filter(one -> one.facilityId() != put.facilityId())
        .ifPresent(one -> {
          throw new IllegalArgumentException(
              "this " + one.type() + " id is taken by another facility");
        });
    if (there.filter(one -> one.digest().equals(digest)).isPresent()) {
      var same = there.orElseThrow().resource();
      stamp(resource, same.version(), same.lastUpdated());
      return Made.unchanged(same);
    }
    long version = put.current().map(one -> one.resource().version()).orElse(0L) + 1;
    var key = key(resource);
    stamp(resource, version, now);
    return Made.of(new Row(
        new StoredResource(key.type(), key.id(), version, put.facilityId(), now, false,
            VersionedText.of(content, key, version, now)),
        digest, About.of(resource),
        put.byClient() || there.filter(Current::byClient).isPresent()));
  }

  private static Made deleted(Current current, Instant now) {
    var old = current.resource();
    return current.isThere()
        ? Made.of(new Row(
            new StoredResource(old.type(), old.id(), old.version() + 1, old.facilityId(), now,
                true, ""), Bytes.EMPTY, About.NOTHING, current.byClient()))
        : Made.unchanged(old);
  }

  /// Deletes a resource: a version without content follows. Empty where there is none to see.
  public Optional<StoredResource> delete(ResourceKey key, Access access) {
    return database.inTransaction(() -> rows.lock(key)
        .filter(found -> access.allows(found.resource().facilityId()))
        .map(found -> change(List.of(new Change.Delete(found))).getFirst()));
  }

  /// The current version, a deleted one included; empty where there is none to see.
  public Optional<StoredResource> read(ResourceKey key, Access access) {
    return database.query(CURRENT, ResourceRows::stored, key.type(), key.id(), access.array())
        .stream().findFirst();
  }

  /// One version, current or not; empty where there is none to see.
  public Optional<StoredResource> vread(ResourceKey key, long version, Access access) {
    return database.jdbc().sql(VERSIONS + " AND version = :version")
        .param("type", key.type())
        .param("id", key.id())
        .param("facilities", access.array())
        .param("version", version)
        .query(ResourceRows::stored)
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
        .query(ResourceRows::stored)
        .list();
  }

  /// The current versions that exist, are not deleted and may be seen, in the order asked for.
  public List<StoredResource> readMany(List<ResourceKey> keys, Access access) {
    return database.queryPlannedOnce(MANY, ResourceRows::stored, ResourceRows.types(keys),
        ResourceRows.ids(keys), access.array());
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
        .query(ResourceRows::stored)
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

  /// Whether a facility holds anything about a subject, such as `Patient/<id>`.
  public boolean isSubject(int facilityId, String subject) {
    return !database.query("""
        SELECT 1 FROM resource WHERE facility_id = ? AND subject = ? AND NOT deleted LIMIT 1""",
        (row, _) -> row.getInt(1), facilityId, subject).isEmpty();
  }

  /// What a reference leads to: whose it is, and of a merged patient who stands in their place.
  public record Target(int facilityId, Optional<ResourceKey> replacedBy) {}

  /// What these references lead to, as far as it exists and may be seen.
  public Map<ResourceKey, Target> targets(Collection<ResourceKey> keys, Access access) {
    var found = new HashMap<ResourceKey, Target>();
    if (!keys.isEmpty()) {
      database.query("""
          SELECT resource_type, id, facility_id, CASE WHEN resource_type = 'Patient' THEN
            substring(json from '"reference":"(Patient/[^"]+)"[^{}]*},"type":"replaced-by"') END
          FROM resource WHERE (resource_type, id) IN (SELECT * FROM unnest(?::text[], ?::text[]))
            AND NOT deleted AND facility_id = ANY (?)""",
          (row, _) -> found.put(new ResourceKey(row.getString(1), row.getString(2)),
              new Target(row.getInt(3),
                  Optional.ofNullable(row.getString(4)).map(ResourceKey::parse))),
          ResourceRows.types(keys), ResourceRows.ids(keys), access.array());
    }
    return found;
  }

  /// Says that a resource is about another subject, as a new version; passed over where it is gone.
  public void changeSubject(int facilityId, ResourceKey key, String subject) {
    database.inTransaction(() -> rows.lock(key)
        .map(Current::resource)
        .filter(found -> found.facilityId() == facilityId && !found.deleted())
        .map(found -> Subjects.with(FhirJson.decode(found.json()), subject))
        .ifPresent(resource -> put(facilityId, resource)));
  }

  private static void stamp(Resource resource, long version, Instant time) {
    resource.setId(resource.getIdElement().getIdPart());
    resource.getMeta().setVersionId(Long.toString(version)).setLastUpdated(Date.from(time));
  }

  // Milliseconds: what meta.lastUpdated can say.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
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
}
