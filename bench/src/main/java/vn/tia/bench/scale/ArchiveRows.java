package vn.tia.bench.scale;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Deflater;
import org.postgresql.PGConnection;
import vn.tia.bench.scale.Exams.Exam;
import vn.tia.bench.scale.Exams.Series;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;

/// Writes the rows of studies without their objects, as if those had been received.
final class ArchiveRows {
  private static final int CHUNK = 20_000;
  /// The program itself has given the row ids below.
  private static final long BASE = 1_000;
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private static final List<String> TABLES = List.of(
      "patient (id, facility_id, fhir_id, origin, family, middle, given, prefix, suffix, name_key,"
          + " name_words, birth_date, sex, phones)",
      "patient_word (facility_id, word, patient_id)",
      "patient_identifier (facility_id, patient_id, system, value, type_code, namespace, finds,"
          + " leads_to)",
      "study (id, facility_id, study_instance_uid, patient_id, study_id, accession_number,"
          + " study_date, study_time, description_key, referrer_key, modalities, sop_classes,"
          + " series_count, instance_count, attributes)",
      "series (id, facility_id, study_id, series_instance_uid, modality, series_number,"
          + " description_key, instance_count, attributes)",
      "instance (facility_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid,"
          + " instance_number, image_rows, image_columns, frames, object_id, bytes, sha256,"
          + " dataset_offset, header, bulk, source)");

  private final Database database;
  private final int facility;
  private final String system;
  private final Map<String, StringBuilder> rows = new LinkedHashMap<>();

  ArchiveRows(Database database) {
    this.database = database;
    this.facility = database.jdbc().sql("SELECT id FROM facility ORDER BY id LIMIT 1")
        .query(Integer.class).single();
    this.system = database.jdbc().sql("SELECT system FROM facility WHERE id = ?")
        .param(facility).query(String.class).single();
    TABLES.forEach(table -> rows.put(table.substring(0, table.indexOf(' ')), new StringBuilder()));
  }

  /// Adds the studies of these numbers, with their indexes made anew where that is faster.
  void add(long from, long to) throws SQLException, IOException {
    List<String> indexes = to - from > 10 * CHUNK ? indexes() : List.of();
    for (String index : indexes) {
      database.jdbc().sql("DROP INDEX " + index.split(" ")[index.contains(" UNIQUE ") ? 3 : 2])
          .update();
    }
    for (long number = from; number < to; number++) {
      add(Exams.of(number));
      if ((number + 1) % CHUNK == 0 || number + 1 == to) {
        copy();
      }
    }
    for (String index : indexes) {
      database.jdbc().sql(index).update();
    }
    for (String table : List.of("patient", "study", "series")) {
      database.jdbc().sql("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), max(id))"
          + " FROM " + table).query(Long.class).single();
    }
    rows.keySet().forEach(table -> database.jdbc().sql("VACUUM ANALYZE " + table).update());
  }

  /// The definitions of those that aren't there for a constraint.
  private List<String> indexes() {
    return database.jdbc().sql("""
            SELECT indexdef FROM pg_indexes
            WHERE tablename = ANY (?) AND NOT EXISTS (SELECT 1 FROM pg_constraint
              WHERE conindid = to_regclass(quote_ident(indexname)))""")
        .param(rows.keySet().toArray(String[]::new)).query(String.class).list();
  }

  private void add(Exam exam) {
    if (exam.number() % Exams.OF_ONE_PATIENT == 0) {
      patient(exam.patient());
    }
    row("study", id(exam), facility, exam.uid(), patientId(exam), "S" + exam.number(),
        exam.accession(), exam.day(), exam.time(), NameKey.fold(exam.description()),
        NameKey.of(exam.referrer()), "{" + exam.modality() + "}",
        "{" + Uids.CT_IMAGE_STORAGE.value() + "}", exam.series().size(), exam.instances(),
        hex(plain(exam.attributes())));
    exam.series().forEach(series -> series(exam, series));
  }

  private void patient(People.Person patient) {
    long id = BASE + patient.number();
    row("patient", id, facility, new UUID(7, id), "REGISTERED", patient.family(),
        patient.middle(), patient.given(), "", "", NameKey.of(patient.text()),
        "{" + patient.text().toLowerCase(Locale.ROOT).replace(' ', ',') + "}",
        patient.birthDate().replaceFirst("(....)(..)(..)", "$1-$2-$3"),
        patient.isWoman() ? "FEMALE" : "MALE", "{}");
    NameKey.of(patient.text()).words().stream().distinct()
        .forEach(word -> row("patient_word", facility, word, id));
    row("patient_identifier", facility, id, system, patient.id(), "MR", "\\N", "t", id);
  }

  private void series(Exam exam, Series series) {
    long id = id(exam) * 2 + series.number();
    row("series", id, facility, id(exam), series.uid(), exam.modality(), series.number(),
        NameKey.fold("Chuỗi " + series.number()), series.instances().size(),
        hex(plain(series.attributes(exam))));
    for (int i = 0; i < series.instances().size(); i++) {
      String uid = series.instances().get(i);
      row("instance", facility, id, uid, Uids.CT_IMAGE_STORAGE.value(), SYNTAX.uid().value(), i + 1,
          512, 512, 1, uid.substring(5), 526_000, hex(new byte[32]), 1_000,
          hex(deflated(header(uid, i + 1))), "7FE00010/OW/1500/524288", "bench");
    }
  }

  private static Dataset header(String uid, int number) {
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
        .put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.INSTANCE_NUMBER, number)
        .put(Tags.ROWS, 512)
        .put(Tags.COLUMNS, 512)
        .put(Tags.BITS_ALLOCATED, 16)
        .build();
  }

  private static long id(Exam exam) {
    return BASE + exam.number();
  }

  private static long patientId(Exam exam) {
    return BASE + exam.patient().number();
  }

  private void row(String table, Object... values) {
    rows.get(table).append(Stream.of(values).map(Object::toString)
        .collect(Collectors.joining("\t"))).append('\n');
  }

  private void copy() throws SQLException, IOException {
    try (var connection = database.dataSource().getConnection()) {
      var copying = connection.unwrap(PGConnection.class).getCopyAPI();
      for (String table : TABLES) {
        var text = rows.get(table.substring(0, table.indexOf(' ')));
        copying.copyIn("COPY " + table + " FROM STDIN", new StringReader(text.toString()));
        text.setLength(0);
      }
    }
  }

  private static byte[] plain(Dataset dataset) {
    return DatasetWriter.toBytes(dataset, SYNTAX).toArray();
  }

  private static byte[] deflated(Dataset dataset) {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(plain(dataset));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static String hex(byte[] bytes) {
    return "\\\\x" + HexFormat.of().formatHex(bytes);
  }
}
