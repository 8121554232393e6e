package vn.tia.records.resources;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// Versions of resources in the order of time, newest first (R4 section 3.1.0.12).
///
/// Read by key, a page at a time: each type of each page is one range of an index, whatever the
/// number of versions.
public final class ResourceHistory {
  private static final String PAGE = """
      SELECT resource_type, id, version, facility_id, last_updated, deleted, json
      FROM unnest(:types::text[]) AS wanted (type) CROSS JOIN LATERAL (
        (SELECT resource_type, id, version, facility_id, last_updated, deleted, json
         FROM resource
         WHERE resource_type = wanted.type AND facility_id = ANY (:facilities)
           AND (:id::text IS NULL OR id = :id::text) AND %1$s
         ORDER BY last_updated DESC, id DESC LIMIT :max)
        UNION ALL
        (SELECT resource_type, id, version, facility_id, last_updated, deleted, json
         FROM resource_history AS one
         WHERE resource_type = wanted.type AND facility_id = ANY (:facilities)
           AND (:id::text IS NULL OR id = :id::text) AND %1$s
           AND (:from::timestamptz IS NULL OR :from::timestamptz < COALESCE(
             (SELECT last_updated FROM resource_history AS next
              WHERE next.resource_type = one.resource_type AND next.id = one.id
                AND next.version = one.version + 1),
             (SELECT last_updated FROM resource AS next
              WHERE next.resource_type = one.resource_type AND next.id = one.id
                AND next.version = one.version + 1)))
         ORDER BY last_updated DESC, id DESC, version DESC LIMIT :max)) AS versions
      ORDER BY last_updated DESC, resource_type DESC, id DESC, version DESC LIMIT :max"""
      .formatted("""
          last_updated >= COALESCE(:since::timestamptz, '-infinity'::timestamptz)
           AND last_updated <= COALESCE(:to::timestamptz, 'infinity'::timestamptz)
           AND last_updated <= COALESCE(:time::timestamptz, 'infinity'::timestamptz)
           AND (:time::timestamptz IS NULL OR last_updated < :time::timestamptz
             OR (resource_type, id, version) < (:afterType::text, :afterId::text, :version))""");

  private final Database database;

  public ResourceHistory(Database database) {
    this.database = database;
  }

  /// Which versions are wanted.
  ///
  /// @param id of one resource, empty for all of the types
  /// @param since the earliest time of a version
  /// @param during versions that were current at some time of this span
  public record Wanted(
      List<String> types, Optional<String> id, Optional<Instant> since, Optional<Span> during) {
    public Wanted {
      types = List.copyOf(types);
    }
  }

  /// A time from its first instant to its last.
  public record Span(Instant from, Instant to) {}

  /// Where a page ended: its last version.
  public record Place(Instant time, String type, String id, long version) {
    public static Place of(StoredResource last) {
      return new Place(last.lastUpdated(), last.type(), last.id(), last.version());
    }
  }

  /// The next versions, `max` at most.
  public List<StoredResource> page(
      Wanted wanted, Optional<Place> after, int max, Access access) {
    return database.jdbc().sql(PAGE)
        .param("types", wanted.types().toArray(String[]::new))
        .param("id", wanted.id().orElse(null))
        .param("facilities", access.array())
        .param("since", time(wanted.since()))
        .param("from", time(wanted.during().map(Span::from)))
        .param("to", time(wanted.during().map(Span::to)))
        .param("time", time(after.map(Place::time)))
        .param("afterType", after.map(Place::type).orElse(""))
        .param("afterId", after.map(Place::id).orElse(""))
        .param("version", after.map(Place::version).orElse(0L))
        .param("max", max)
        .query(ResourceRows::stored)
        .list();
  }

  /// How many versions one resource has.
  public int count(ResourceKey key, Access access) {
    return database.jdbc().sql("""
            SELECT (SELECT count(*) FROM resource WHERE resource_type = :type AND id = :id
                AND facility_id = ANY (:facilities))
              + (SELECT count(*) FROM resource_history WHERE resource_type = :type AND id = :id
                AND facility_id = ANY (:facilities))""")
        .param("type", key.type())
        .param("id", key.id())
        .param("facilities", access.array())
        .query(Integer.class)
        .single();
  }

  private static @Nullable String time(Optional<Instant> time) {
    return time.map(one -> one.atOffset(ZoneOffset.UTC).toString()).orElse(null);
  }
}
