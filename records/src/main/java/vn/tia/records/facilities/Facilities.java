package vn.tia.records.facilities;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.tia.records.database.Database;

/// The facilities that the records know.
public final class Facilities {
  private static final String COLUMNS = "id, code, name, namespace, system, zone";

  private final Database database;

  /// Each message asks for its facility several times; a row changes only at a start.
  private final Map<Integer, Facility> known = new ConcurrentHashMap<>();

  public Facilities(Database database) {
    this.database = database;
  }

  /// The facility of that code, made or brought up to date as the profile says.
  public Facility ensure(FacilityProfile profile) {
    var facility = database.jdbc().sql("""
            INSERT INTO facility (code, name, namespace, system, zone)
            VALUES (:code, :name, :namespace, :system, :zone)
            ON CONFLICT (code) DO UPDATE SET name = excluded.name,
              namespace = excluded.namespace, system = excluded.system, zone = excluded.zone
            RETURNING\s""" + COLUMNS)
        .param("code", profile.code())
        .param("name", profile.name())
        .param("namespace", profile.namespace())
        .param("system", profile.system())
        .param("zone", profile.zone().getId())
        .query(Facilities::facility)
        .single();
    known.remove(facility.id());
    return facility;
  }

  public Optional<Facility> byCode(String code) {
    return database.jdbc().sql("SELECT " + COLUMNS + " FROM facility WHERE code = ?")
        .param(code)
        .query(Facilities::facility)
        .optional();
  }

  public Optional<Facility> byId(int id) {
    var before = Optional.ofNullable(known.get(id));
    if (before.isPresent()) {
      return before;
    }
    var found = database.jdbc().sql("SELECT " + COLUMNS + " FROM facility WHERE id = ?")
        .param(id)
        .query(Facilities::facility)
        .optional();
    found.ifPresent(facility -> known.put(id, facility));
    return found;
  }

  /// All facilities, in the order in which they were made.
  public List<Facility> all() {
    return database.jdbc().sql("SELECT " + COLUMNS + " FROM facility ORDER BY id")
        .query(Facilities::facility)
        .list();
  }

  private static Facility facility(ResultSet row, int number) throws SQLException {
    return new Facility(
        row.getInt("id"),
        row.getString("code"),
        row.getString("name"),
        row.getString("namespace"),
        row.getString("system"),
        ZoneId.of(row.getString("zone")));
  }
}
