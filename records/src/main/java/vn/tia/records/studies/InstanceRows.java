package vn.tia.records.studies;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import vn.tia.dicom.data.Bytes;
import vn.tia.records.database.Database;
import vn.tia.records.studies.NewInstance.Key;

/// Writes the rows of instances, a batch in one statement.
final class InstanceRows {

  private final Database database;

  InstanceRows(Database database) {
    this.database = database;
  }

  static StoredBytes bytes(ResultSet row) throws SQLException {
    return new StoredBytes(row.getString("object_id"), row.getString("transfer_syntax_uid"),
        row.getLong("bytes"), HexFormat.of().formatHex(row.getBytes("sha256")),
        row.getLong("dataset_offset"), blockSums(row.getBytes("block_sums")));
  }

  private static Bytes blockSums(byte @Nullable [] sums) {
    return sums == null ? Bytes.EMPTY : Bytes.wrap(sums);
  }

  /// Writes rows with the next round trip.
  ///
  /// @return their ids
  Map<Key, Long> insert(List<NewInstance> added, Map<Key, Long> seriesOf) {
    Map<Key, Long> ids = new HashMap<>();
    added.forEach(one -> ids.put(one.key(), database.next("instance_id_seq")));
    database.later("""
            INSERT INTO instance (id, facility_id, series_id, sop_instance_uid, sop_class_uid,
              transfer_syntax_uid, instance_number, image_rows, image_columns, frames, title,
              object_id, bytes, sha256, dataset_offset, block_sums, header, bulk, source)
            OVERRIDING SYSTEM VALUE
            SELECT * FROM unnest(?::bigint[], ?::int[], ?::bigint[], ?::text[], ?::text[],
              ?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::text[], ?::text[],
              ?::bigint[], ?::bytea[], ?::bigint[], ?::bytea[], ?::bytea[], ?::text[],
              ?::text[])""",
        column(added, Long[]::new, one -> ids.get(one.key())),
        column(added, Integer[]::new, NewInstance::facilityId),
        column(added, Long[]::new, one -> seriesOf.get(one.key())),
        column(added, String[]::new, one -> one.instance().sopInstanceUid()),
        column(added, String[]::new, one -> one.instance().sopClassUid()),
        column(added, String[]::new, one -> one.bytes().transferSyntaxUid()),
        column(added, Integer[]::new, one -> orNull(one.instance().number())),
        column(added, Integer[]::new, one -> orNull(one.instance().rows())),
        column(added, Integer[]::new, one -> orNull(one.instance().columns())),
        column(added, Integer[]::new, one -> one.instance().frames()),
        column(added, String[]::new, one -> one.instance().title().orElse(null)),
        column(added, String[]::new, one -> one.bytes().objectId()),
        column(added, Long[]::new, one -> one.bytes().size()),
        column(added, byte[][]::new, one -> HexFormat.of().parseHex(one.bytes().sha256())),
        column(added, Long[]::new, one -> one.bytes().datasetOffset()),
        column(added, byte[][]::new, one -> one.bytes().blockSums().toArray()),
        column(added, byte[][]::new, one -> one.encoded().toArray()),
        column(added, String[]::new, one -> one.header().bulk()),
        column(added, String[]::new, NewInstance::source));
    return ids;
  }

  private static @Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private static <T> Object column(List<NewInstance> rows, IntFunction<@Nullable T[]> array,
      Function<NewInstance, @Nullable T> value) {
    return rows.stream().map(value).toArray(array);
  }
}
