package vn.tia.records.resources;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// Resources by the values of their identifiers (R4 section 2.24.0.5, Identifier), from the records
/// alone: never late, and there while no search engine is.
public final class IdentifiedResources {
  private static final String WITH = "SELECT " + ResourceRows.COLUMNS + """
       FROM resource
      WHERE identifier_keys && ?::bigint[] AND identifier_keys IS NOT NULL
        AND resource_type = ANY (?::text[]) AND facility_id = ANY (?) AND NOT deleted
      LIMIT ?""";

  private final Database database;

  public IdentifiedResources(Database database) {
    this.database = database;
  }

  /// The current resources of these types that have one of these values, whatever its system, in
  /// no order; one in many billions that has none of them.
  ///
  /// @param max how many are answered at most
  public List<StoredResource> with(
      Collection<String> values, Set<String> types, Access access, int max) {
    return database.query(WITH, ResourceRows::stored, IdentifierKeys.of(values),
        types.toArray(String[]::new), access.array(), max);
  }
}
