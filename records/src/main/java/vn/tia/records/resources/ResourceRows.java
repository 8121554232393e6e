package vn.tia.records.resources;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;

/// The rows of resources: the tables resource and resource_history, many rows per statement.
final class ResourceRows {
  static final String COLUMNS =
      "resource_type, id, version, facility_id, last_updated, deleted, json";

  private static final TableRows ROWS = TableRows.into("resource")
      .texts("resource_type", "id").column("version", ColumnType.BIGINT)
      .column("facility_id", ColumnType.INTEGER).cast("last_updated", "timestamptz")
      .column("deleted", ColumnType.BOOLEAN).column("digest", ColumnType.BYTEA)
      .texts("json", "subject").column("by_client", ColumnType.BOOLEAN)
      .cast("identifier_keys", "bigint[]").build();

  /// A version about to be written.
  ///
  /// @param about by what the resource is found here
  record Row(StoredResource resource, Bytes digest, About about, boolean byClient) {
    boolean isFirst() {
      return resource.version() == 1;
    }
  }

  /// By what a resource is found without a search index.
  ///
  /// @param subject whom it is about, blank where it names nobody
  /// @param identifiers as [IdentifierKeys] writes them
  record About(Optional<String> subject, String identifiers) {
    static final About NOTHING = new About(Optional.empty(), "");

    static About of(Resource resource) {
      return new About(Subjects.of(resource), IdentifierKeys.of(resource));
    }

    private @Nullable String keys() {
      return identifiers.isEmpty() ? null : identifiers;
    }
  }

  private final Database database;

  ResourceRows(Database database) {
    this.database = database;
  }

  /// What was read ahead, for one transaction; each is told once, since what the transaction
  /// writes behind it is not in here.
  private record Ahead(Map<ResourceKey, Optional<Current>> byKey) {}

  static String lockName(ResourceKey key) {
    return "resource|" + key;
  }

  /// Reads ahead, without waiting, how these stand, for a transaction that has locked their names.
  void foresee(Collection<ResourceKey> keys) {
    var ahead = new Ahead(new HashMap<>());
    keys.forEach(key -> ahead.byKey().put(key, Optional.empty()));
    database.foresee(ahead);
    database.ask(LOCK_MANY, row -> {
      var found = current(row, 0);
      ahead.byKey().put(found.resource().key(), Optional.of(found));
    }, types(keys), ids(keys));
  }

  Optional<Current> lock(ResourceKey key) {
    return database.foreseen(Ahead.class)
        .flatMap(ahead -> Optional.ofNullable(ahead.byKey().remove(key)))
        .orElseGet(() -> lockNow(key));
  }

  private Optional<Current> lockNow(ResourceKey key) {
    // A row lock holds nobody off where there is no row.
    database.lock(List.of(lockName(key)));
    return database.query("SELECT digest, by_client, " + COLUMNS
            + " FROM resource WHERE resource_type = ? AND id = ? FOR UPDATE",
        ResourceRows::current, key.type(), key.id()).stream().findFirst();
  }

  private static final String LOCK_MANY = "SELECT digest, by_client, " + COLUMNS + """
       FROM resource WHERE (resource_type, id) IN (
        SELECT * FROM unnest(?::text[], ?::text[]))
      ORDER BY resource_type, id FOR UPDATE""";

  /// All in one order, so that two who lock some of the same never wait for each other.
  Map<ResourceKey, Current> lock(Collection<ResourceKey> keys) {
    database.lock(keys.stream().map(ResourceRows::lockName).toList());
    var found = new LinkedHashMap<ResourceKey, Current>();
    database.query(LOCK_MANY, ResourceRows::current, types(keys), ids(keys))
        .forEach(current -> found.put(current.resource().key(), current));
    return found;
  }

  /// Adds a first version under an id that nobody else takes.
  void add(Row row) {
    var resource = row.resource();
    database.write(ROWS, resource.type(), resource.id(), resource.version(),
        resource.facilityId(), resource.lastUpdated().toString(), resource.deleted(),
        row.digest().toArray(), resource.json(), row.about().subject().orElse(null),
        row.byClient(), row.about().keys());
  }

  /// Adds first versions under ids that others may take at the same time.
  ///
  /// @throws CannotAcquireLockException if another transaction was faster: all of it has to be
  ///     tried again
  void claim(List<Row> rows) {
    var added = database.query(INSERT + " ON CONFLICT DO NOTHING RETURNING id",
        (row, _) -> row.getString(1), parameters(rows));
    if (added.size() < rows.size()) {
      throw new CannotAcquireLockException("a resource of this id was made at the same time");
    }
  }

  private static final String INSERT = """
      INSERT INTO resource (resource_type, id, version, facility_id, last_updated, deleted, digest,
        json, subject, by_client, identifier_keys)
      SELECT resource_type, id, version, facility_id, last_updated, deleted, digest, json, subject,
        by_client, identifier_keys::bigint[]
      FROM unnest(?::text[], ?::text[], ?::bigint[], ?::integer[], ?::timestamptz[],
        ?::boolean[], ?::bytea[], ?::text[], ?::text[], ?::boolean[], ?::text[])
        AS w (resource_type, id, version, facility_id, last_updated, deleted, digest, json,
          subject, by_client, identifier_keys)""";

  /// Puts versions in the place of those before them, which go to the history.
  void replace(List<Row> rows) {
    var keys = rows.stream().map(row -> row.resource().key()).toList();
    database.later("INSERT INTO resource_history (" + COLUMNS + ") SELECT " + COLUMNS
            + " FROM resource WHERE (resource_type, id) IN ("
            + " SELECT * FROM unnest(?::text[], ?::text[]))",
        types(keys), ids(keys));
    database.later("""
        UPDATE resource r SET version = w.version, last_updated = w.last_updated,
          deleted = w.deleted, digest = w.digest, json = w.json, subject = w.subject,
          by_client = w.by_client, identifier_keys = w.identifier_keys::bigint[]
        FROM unnest(?::text[], ?::text[], ?::bigint[], ?::integer[], ?::timestamptz[],
          ?::boolean[], ?::bytea[], ?::text[], ?::text[], ?::boolean[], ?::text[])
          AS w (resource_type, id, version, facility_id, last_updated, deleted, digest, json,
            subject, by_client, identifier_keys)
        WHERE r.resource_type = w.resource_type AND r.id = w.id""", parameters(rows));
  }

  private static Object[] parameters(List<Row> rows) {
    return new Object[] {
        column(rows, row -> row.resource().type(), new String[0]),
        column(rows, row -> row.resource().id(), new String[0]),
        column(rows, row -> row.resource().version(), new Long[0]),
        column(rows, row -> row.resource().facilityId(), new Integer[0]),
        column(rows, row -> at(row.resource()).toString(), new String[0]),
        column(rows, row -> row.resource().deleted(), new Boolean[0]),
        column(rows, row -> row.digest().toArray(), new byte[0][]),
        column(rows, row -> row.resource().json(), new String[0]),
        column(rows, row -> row.about().subject().orElse(null), new String[0]),
        column(rows, Row::byClient, new Boolean[0]),
        column(rows, row -> row.about().keys(), new String[0])};
  }

  private static <T> T[] column(List<Row> rows, Function<Row, ? extends T> value, T[] type) {
    return rows.stream().<T>map(value).toList().toArray(type);
  }

  static String[] types(Collection<ResourceKey> keys) {
    return keys.stream().map(ResourceKey::type).toArray(String[]::new);
  }

  static String[] ids(Collection<ResourceKey> keys) {
    return keys.stream().map(ResourceKey::id).toArray(String[]::new);
  }

  static OffsetDateTime at(StoredResource resource) {
    return resource.lastUpdated().atOffset(ZoneOffset.UTC);
  }

  private static Current current(ResultSet row, int number) throws SQLException {
    return new Current(stored(row, number), row.getBoolean("by_client"),
        Bytes.wrap(row.getBytes("digest")));
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
