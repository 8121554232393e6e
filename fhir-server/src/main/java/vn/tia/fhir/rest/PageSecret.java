package vn.tia.fhir.rest;

import java.security.SecureRandom;
import vn.tia.records.database.Database;

/// The key that signs page links: kept in the records, so that a link works on every node and
/// after a restart.
final class PageSecret {
  private static final String NAME = "page-links";
  private static final int BYTES = 32;

  private PageSecret() {}

  /// The key, made by whoever asks first.
  static byte[] of(Database database) {
    var made = new byte[BYTES];
    new SecureRandom().nextBytes(made);
    database.jdbc().sql("""
            INSERT INTO server_secret (name, secret) VALUES (?, ?) ON CONFLICT DO NOTHING""")
        .params(NAME, made).update();
    return database.jdbc().sql("SELECT secret FROM server_secret WHERE name = ?")
        .param(NAME).query(byte[].class).single();
  }
}
