package vn.tia.records.patients;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.AuthoritySystems;
import vn.tia.mapping.exam.HumanName;
import vn.tia.mapping.exam.PartialDate;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;
import vn.tia.records.database.TableRows;
import vn.tia.records.database.TableRows.ColumnType;
import vn.tia.records.database.TextArray;

/// The rows of patients: the tables patient, patient_word and patient_identifier.
final class PatientRows {
  /// A patient with what decides who may change them.
  record Row(long id, String fhirId, int facilityId, Origin origin, Patient patient) {
    StoredPatient stored() {
      return new StoredPatient(id, fhirId, facilityId, patient);
    }
  }

  /// Whom a number finds.
  ///
  /// @param id who stands in their place now
  /// @param ownerId whose number it was given as
  /// @param isRetired whether another number of the owner replaced it
  record Found(long id, long ownerId, boolean isRetired) {
    /// Whether the number is the patient's own, and in use.
    boolean isCurrent() {
      return id == ownerId && !isRetired;
    }

    boolean isMerged() {
      return id != ownerId;
    }
  }

  private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  static final TableRows ROWS = TableRows.into("patient")
      .column("id", ColumnType.BIGINT).column("facility_id", ColumnType.INTEGER)
      .texts("fhir_id", "origin", "family", "middle", "given", "prefix", "suffix", "name_key")
      .cast("name_words", "text[]").texts("birth_date", "sex", "address")
      .cast("phones", "text[]").build();

  private static final TableRows WORD_ROWS = TableRows.into("patient_word").after(ROWS)
      .column("facility_id", ColumnType.INTEGER).texts("word")
      .column("patient_id", ColumnType.BIGINT).then("ON CONFLICT DO NOTHING").build();

  private static final TableRows IDENTIFIER_ROWS = TableRows.into("patient_identifier").after(ROWS)
      .column("facility_id", ColumnType.INTEGER).column("patient_id", ColumnType.BIGINT)
      .texts("system", "value", "type_code", "namespace", "universal_id", "universal_type")
      .computed("leads_to", "r.patient_id")
      .computed("finds", """
          NOT EXISTS (SELECT 1 FROM patient_identifier i WHERE i.facility_id = r.facility_id
            AND i.system = r.system AND i.value = r.value AND i.finds)""")
      .then("ON CONFLICT (patient_id, system, value) DO UPDATE SET retired = false").build();

  private final Database database;

  PatientRows(Database database) {
    this.database = database;
  }

  /// Lets one transaction at a time decide who has these numbers, until it ends.
  void lock(int facilityId, List<IdentifierKey> keys) {
    database.lock(keys.stream().map(key -> lockName(facilityId, key)).toList());
  }

  static String lockName(int facilityId, IdentifierKey key) {
    return "patient|" + facilityId + "|" + key.system() + "|" + key.value();
  }

  /// Whom these numbers find.
  Map<IdentifierKey, Found> find(int facilityId, List<IdentifierKey> keys) {
    return database.foreseen(PatientsAhead.class)
        .flatMap(ahead -> ahead.find(facilityId, keys))
        .orElseGet(() -> findNow(facilityId, keys));
  }

  private Map<IdentifierKey, Found> findNow(int facilityId, List<IdentifierKey> keys) {
    var found = new HashMap<IdentifierKey, Found>();
    database.query("""
        SELECT i.system, i.value, i.leads_to, i.patient_id, i.retired
        FROM unnest(?::text[], ?::text[]) AS wanted (system, value)
        JOIN patient_identifier i ON i.facility_id = ?
          AND i.system = wanted.system AND i.value = wanted.value AND i.finds""",
        (row, _) -> found.put(new IdentifierKey(row.getString(1), row.getString(2)),
            new Found(row.getLong(3), row.getLong(4), row.getBoolean(5))),
        keys.stream().map(IdentifierKey::system).toArray(String[]::new),
        keys.stream().map(IdentifierKey::value).toArray(String[]::new), facilityId);
    return found;
  }

  /// Asks ahead, without waiting, whom these numbers find, and for those patients, locked.
  void foresee(List<PatientsAhead.Wanted> wanted) {
    var ahead = new PatientsAhead(wanted);
    Integer[] facilities = wanted.stream().map(PatientsAhead.Wanted::facilityId)
        .toArray(Integer[]::new);
    String[] systems = wanted.stream().map(one -> one.key().system()).toArray(String[]::new);
    String[] values = wanted.stream().map(one -> one.key().value()).toArray(String[]::new);
    String found = """
        FROM unnest(?::integer[], ?::text[], ?::text[]) AS wanted (facility, giver, number)
        JOIN patient_identifier i ON i.facility_id = facility
          AND i.system = giver AND i.value = number AND i.finds""";
    database.foresee(ahead);
    database.ask("SELECT i.facility_id, i.system, i.value, i.leads_to, i.patient_id, i.retired "
        + found, ahead::found, facilities, systems, values);
    database.ask("SELECT p.* FROM patient p WHERE p.id IN (SELECT i.leads_to " + found + ")"
        + " AND p.replaced_by IS NULL ORDER BY p.id FOR UPDATE",
        row -> ahead.row(row(row, List.of())), facilities, systems, values);
    database.ask("SELECT n.* FROM patient_identifier n WHERE n.patient_id IN (SELECT i.leads_to "
        + found + ") AND NOT n.retired ORDER BY n.id",
        row -> ahead.identifier(row.getLong("patient_id"), identifier(row)),
        facilities, systems, values);
  }

  /// One patient, locked against other changes until the transaction ends.
  ///
  /// A merge may have been committed while this waited: then whoever stands in their place.
  Row lockRow(long id) {
    return database.foreseen(PatientsAhead.class).flatMap(ahead -> ahead.row(id))
        .orElseGet(() -> lockRowNow(id));
  }

  private Row lockRowNow(long id) {
    var replacedBy = database.jdbc().sql("SELECT replaced_by FROM patient WHERE id = ? FOR UPDATE")
        .param(id)
        .query((row, _) -> row.getLong(1))
        .single();
    return replacedBy == 0 ? read(List.of(id)).get(id) : lockRowNow(replacedBy);
  }

  Map<Long, Row> read(Collection<Long> ids) {
    var identifiers = identifiers(ids);
    Map<Long, Row> rows = new LinkedHashMap<>();
    database.jdbc().sql("SELECT * FROM patient WHERE id = ANY (?)")
        .param(ids.toArray(Long[]::new))
        .query(row -> {
          var id = row.getLong("id");
          rows.put(id, row(row, identifiers.getOrDefault(id, List.of())));
        });
    return rows;
  }

  /// The row behind a FHIR Patient, or that in whose place it stands now.
  Optional<Long> idOf(int facilityId, String fhirId) {
    return database.jdbc().sql("""
            WITH RECURSIVE chain AS (
              SELECT id, replaced_by FROM patient WHERE fhir_id = ? AND facility_id = ?
              UNION ALL
              SELECT p.id, p.replaced_by FROM patient p JOIN chain c ON p.id = c.replaced_by)
            SELECT id FROM chain WHERE replaced_by IS NULL""")
        .params(fhirId, facilityId)
        .query(Long.class)
        .optional();
  }

  Row insert(int facilityId, String fhirId, Origin origin, Patient patient) {
    var id = database.next("patient_id_seq");
    var name = patient.name();
    database.write(ROWS, id, facilityId, fhirId, origin.name(), name.family(), name.middle(),
        name.given(), name.prefix(), name.suffix(), NameKey.of(name.text()).toString(),
        TextArray.of(words(name)), patient.birthDate().map(PartialDate::toString).orElse(null),
        patient.sex().name(), patient.address().orElse(null), TextArray.of(patient.phones()));
    addWords(facilityId, id, name);
    return new Row(id, fhirId, facilityId, origin, patient);
  }

  Row update(Row known, Origin origin, Patient patient) {
    var sql = database.jdbc().sql("""
        UPDATE patient SET origin = :origin, family = :family, middle = :middle, given = :given,
          prefix = :prefix, suffix = :suffix, name_key = :nameKey, name_words = :nameWords,
          birth_date = :birthDate, sex = :sex, address = :address, phones = :phones,
          updated = now()
        WHERE id = :id""");
    columns(sql, origin, patient).param("id", known.id()).update();
    if (!known.patient().name().equals(patient.name())) {
      database.jdbc().sql("DELETE FROM patient_word WHERE patient_id = ?")
          .param(known.id())
          .update();
      addWords(known.facilityId(), known.id(), patient.name());
    }
    return new Row(known.id(), known.fhirId(), known.facilityId(), origin, patient);
  }

  /// Gives the patient a number; it finds them unless it already finds another.
  void addIdentifier(Row row, PatientIdentifier identifier, AuthoritySystems systems) {
    var authority = identifier.authority();
    database.write(IDENTIFIER_ROWS, row.facilityId(), row.id(), systems.of(identifier),
        identifier.value(), identifier.typeCode(), authority.namespace().orElse(null),
        authority.universalId().orElse(null), authority.universalType().orElse(null));
  }

  /// Takes a number from the patient: it finds nobody any more.
  void removeIdentifier(Row row, IdentifierKey key) {
    database.later(
        "DELETE FROM patient_identifier WHERE patient_id = ? AND system = ? AND value = ?",
        row.id(), key.system(), key.value());
  }

  /// Whether orders, images or other patients hold on to the patient.
  boolean isHeld(long id) {
    return database.jdbc().sql("""
            SELECT EXISTS (SELECT FROM imaging_order WHERE patient_id = :id)
              OR EXISTS (SELECT FROM study WHERE patient_id = :id)
              OR EXISTS (SELECT FROM patient WHERE replaced_by = :id)
              OR EXISTS (SELECT FROM patient_identifier WHERE leads_to = :id AND patient_id <> :id)
              OR EXISTS (SELECT FROM patient_merge
                WHERE replaced_id = :id OR survivor_id = :id)
              OR EXISTS (SELECT FROM patient_see_also WHERE one_id = :id OR other_id = :id)""")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  void delete(long id) {
    database.later("DELETE FROM patient WHERE id = ?", id);
  }

  private void addWords(int facilityId, long id, HumanName name) {
    NameKey.of(name.text()).words().stream().distinct()
        .forEach(word -> database.write(WORD_ROWS, facilityId, word, id));
  }

  private static StatementSpec columns(StatementSpec sql, Origin origin, Patient patient) {
    var name = patient.name();
    return sql.param("origin", origin.name())
        .param("family", name.family())
        .param("middle", name.middle())
        .param("given", name.given())
        .param("prefix", name.prefix())
        .param("suffix", name.suffix())
        .param("nameKey", NameKey.of(name.text()).toString())
        .param("nameWords", words(name).toArray(String[]::new))
        .param("birthDate", patient.birthDate().map(PartialDate::toString).orElse(null))
        .param("sex", patient.sex().name())
        .param("address", patient.address().orElse(null))
        .param("phones", patient.phones().toArray(String[]::new));
  }

  private static List<String> words(HumanName name) {
    return NOT_LETTERS.splitAsStream(name.text().toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private Map<Long, List<PatientIdentifier>> identifiers(Collection<Long> ids) {
    Map<Long, List<PatientIdentifier>> found = new HashMap<>();
    database.jdbc().sql("SELECT * FROM patient_identifier"
            + " WHERE patient_id = ANY (?) AND NOT retired ORDER BY id")
        .param(ids.toArray(Long[]::new))
        .query(row -> {
          found.merge(row.getLong("patient_id"), List.of(identifier(row)),
              (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        });
    return found;
  }

  static PatientIdentifier identifier(ResultSet row) throws SQLException {
    var authority = new Authority(
        Optional.ofNullable(row.getString("namespace")),
        Optional.ofNullable(row.getString("universal_id")),
        Optional.ofNullable(row.getString("universal_type")));
    return new PatientIdentifier(row.getString("value"), authority, row.getString("type_code"));
  }

  private static Row row(ResultSet row, List<PatientIdentifier> identifiers) throws SQLException {
    var name = new HumanName(row.getString("family"), row.getString("middle"),
        row.getString("given"), row.getString("prefix"), row.getString("suffix"));
    var patient = new Patient(identifiers, name,
        Optional.ofNullable(row.getString("birth_date")).map(PartialDate::parse),
        Sex.valueOf(row.getString("sex")),
        Optional.ofNullable(row.getString("address")),
        strings(row.getArray("phones")));
    return new Row(row.getLong("id"), row.getString("fhir_id"), row.getInt("facility_id"),
        Origin.valueOf(row.getString("origin")), patient);
  }

  private static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
