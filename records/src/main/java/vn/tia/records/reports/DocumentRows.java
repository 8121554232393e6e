package vn.tia.records.reports;

import java.util.List;
import vn.tia.records.database.Database;

/// Which DICOM documents stand in the place of which: the table document_predecessor.
final class DocumentRows {
  /// How far a chain is followed: nobody corrects a report a hundred times.
  private static final int CHAIN_MAX = 100;

  private final Database database;

  DocumentRows(Database database) {
    this.database = database;
  }

  /// Lets one transaction at a time decide about the documents of a study, until it ends.
  void lock(String imagingStudyId) {
    database.requireTransaction();
    database.jdbc().sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 85))")
        .param("documents|" + imagingStudyId)
        .query((_, _) -> true)
        .single();
  }

  /// Keeps what a document says of those before it.
  void follows(int facilityId, String uid, List<String> predecessors) {
    database.jdbc().sql("""
            INSERT INTO document_predecessor (facility_id, predecessor, successor)
            SELECT ?, one, ? FROM unnest(?::text[]) AS one WHERE one <> ?
            ON CONFLICT DO NOTHING""")
        .params(facilityId, uid, predecessors.toArray(String[]::new), uid)
        .update();
  }

  /// Whether a document that is here stands in the place of this one.
  boolean isReplaced(int facilityId, String uid) {
    return database.jdbc().sql("""
            SELECT EXISTS (SELECT 1 FROM document_predecessor
              WHERE facility_id = ? AND predecessor = ?)""")
        .params(facilityId, uid)
        .query(Boolean.class)
        .single();
  }

  /// The first document of the chain that ends with this one: it names what all of them are about.
  String first(int facilityId, String uid) {
    return database.jdbc().sql("""
            WITH RECURSIVE chain (uid, depth) AS (
              SELECT :uid::text COLLATE "C", 0
              UNION
              SELECT p.predecessor, chain.depth + 1 FROM chain
              JOIN document_predecessor p ON p.facility_id = :facility AND p.successor = chain.uid
              WHERE chain.depth < :max)
            SELECT uid FROM chain ORDER BY depth DESC, uid LIMIT 1""")
        .param("uid", uid)
        .param("facility", facilityId)
        .param("max", CHAIN_MAX)
        .query(String.class)
        .single();
  }
}
