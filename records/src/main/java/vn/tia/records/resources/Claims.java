package vn.tia.records.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import vn.tia.records.access.Access;
import vn.tia.records.database.Database;

/// Who made a resource on the condition that there is none such: the second who asks for the same
/// waits for the first, and then finds what it made, before any search does.
public final class Claims {
  private final Database database;
  private final Resources resources;

  public Claims(Database database, Resources resources) {
    this.database = database;
    this.resources = resources;
  }

  /// What was made under these criteria, as long as it is as it was made; empty where the running
  /// transaction may make it under the key.
  ///
  /// @param criteria in one form, whoever states them
  public Optional<StoredResource> claim(String criteria, ResourceKey key, Access access) {
    database.requireTransaction();
    var digest = digest(criteria + "|" + access.facilityIds().stream().sorted().toList());
    // A day: by then every index has it.
    database.later("""
        DELETE FROM conditional_claim WHERE digest IN (
          SELECT digest FROM conditional_claim WHERE made < now() - interval '1 day' LIMIT 2)""");
    var isFirst = !database.query("""
        INSERT INTO conditional_claim (digest, resource_type, resource_id) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING RETURNING resource_id""",
        (row, _) -> row.getString(1), digest, key.type(), key.id()).isEmpty();
    if (isFirst) {
      return Optional.empty();
    }
    var made = database.query("""
            SELECT resource_type, resource_id FROM conditional_claim WHERE digest = ? FOR UPDATE""",
            (row, _) -> new ResourceKey(row.getString(1), row.getString(2)), digest)
        .stream().findFirst()
        .flatMap(one -> resources.read(one, access))
        .filter(one -> !one.deleted() && one.version() == 1);
    if (made.isEmpty()) {
      database.later("""
          UPDATE conditional_claim SET resource_type = ?, resource_id = ?, made = now()
          WHERE digest = ?""", key.type(), key.id(), digest);
    }
    return made;
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }
}
