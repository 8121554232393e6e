package vn.tia.records.resources;

import java.util.List;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// Resources that are named by a URL of their own beside their id: code systems, value sets,
/// profiles and their like (R4 section 2.24.0.5, canonical URLs).
public final class CanonicalResources {
  private static final String COLUMNS =
      "resource_type, id, version, facility_id, last_updated, deleted, json";
  // The types of the index resource_canonical, word for word, so that it is used.
  private static final String INDEXED = " FROM resource WHERE resource_type IN"
      + " ('CodeSystem', 'ValueSet', 'ConceptMap', 'StructureDefinition') AND NOT deleted"
      + " AND resource_type = :type AND facility_id = ANY (:facilities) ";

  private final Database database;

  public CanonicalResources(Database database) {
    this.database = database;
  }

  /// The current resources of that type and URL, the latest written first.
  public List<StoredResource> named(String type, String url, Access access) {
    return database.jdbc().sql("SELECT " + COLUMNS + INDEXED + """
            AND json::jsonb ->> 'url' = :url
            ORDER BY last_updated DESC, id LIMIT 100""")
        .param("type", type)
        .param("url", url)
        .param("facilities", access.array())
        .query(ResourceRows::stored)
        .list();
  }

  /// The current resources of that type, `max` at most, by their ids.
  public List<StoredResource> all(String type, Access access, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS + INDEXED + "ORDER BY id LIMIT :max")
        .param("type", type)
        .param("facilities", access.array())
        .param("max", max)
        .query(ResourceRows::stored)
        .list();
  }

  /// The current resources of any type, whatever the facility, `max` at most, by their ids: for
  /// definitions that hold for the whole server.
  public List<StoredResource> everywhere(String type, int max) {
    return database.jdbc().sql("SELECT " + COLUMNS + " FROM resource"
            + " WHERE resource_type = :type AND NOT deleted ORDER BY id LIMIT :max")
        .param("type", type)
        .param("max", max)
        .query(ResourceRows::stored)
        .list();
  }

  /// Names the state of these resources: it changes with each write of one.
  public String state(Access access) {
    return database.jdbc().sql("""
            SELECT count(*) || ' ' || COALESCE(max(last_updated)::text, '') FROM resource
            WHERE resource_type IN ('CodeSystem', 'ValueSet', 'ConceptMap', 'StructureDefinition')
              AND NOT deleted AND facility_id = ANY (:facilities)""")
        .param("facilities", access.array())
        .query(String.class)
        .single();
  }
}
