package vn.tia.records.resources;

import java.util.List;
import java.util.Optional;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// What resources say of themselves beside their content (R4 section 2.28.3, Meta), taken together:
/// the profiles, tags and labels in use.
public final class ResourceMeta {
  private final Database database;

  public ResourceMeta(Database database) {
    this.database = database;
  }

  /// The different `meta` of the current resources, without versions, times and sources; of a type
  /// where one is named. Looks at each of them that has any.
  ///
  /// @param max how many are answered at most
  public List<String> different(Optional<String> type, Access access, int max) {
    return database.jdbc().sql("""
            SELECT DISTINCT meta FROM (
              SELECT (json::jsonb -> 'meta') - 'versionId' - 'lastUpdated' - 'source' AS meta
              FROM resource
              WHERE NOT deleted AND facility_id = ANY (:facilities)
                AND (:type = '' OR resource_type = :type)
                AND (json LIKE '%"profile":[%' OR json LIKE '%"tag":[%'
                  OR json LIKE '%"security":[%')) AS said
            WHERE meta <> '{}' LIMIT :max""")
        .param("type", type.orElse(""))
        .param("facilities", access.array())
        .param("max", max)
        .query(String.class)
        .list();
  }
}
