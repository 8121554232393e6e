package vn.tia.records.patients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.sql.ResultSet;
import java.sql.SQLException;
import vn.tia.mapping.exam.Patient;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.records.patients.PatientRows.Found;
import vn.tia.records.patients.PatientRows.Row;

/// What was read ahead of patients, for one transaction that has locked their numbers.
///
/// Everything is told once: what the transaction writes behind it is not in here, so who asks
/// again asks the rows.
final class PatientsAhead {
  /// A number of a facility.
  record Wanted(int facilityId, IdentifierKey key) {}

  private final Set<Wanted> untold;
  private final Map<Wanted, Found> found = new HashMap<>();
  private final Map<Long, Row> rows = new HashMap<>();
  private final Map<Long, List<PatientIdentifier>> identifiers = new HashMap<>();

  PatientsAhead(List<Wanted> wanted) {
    untold = new HashSet<>(wanted);
  }

  void found(ResultSet row) throws SQLException {
    found.put(new Wanted(row.getInt(1), new IdentifierKey(row.getString(2), row.getString(3))),
        new Found(row.getLong(4), row.getLong(5), row.getBoolean(6)));
  }

  void row(Row row) {
    rows.put(row.id(), row);
  }

  void identifier(long patientId, PatientIdentifier identifier) {
    identifiers.computeIfAbsent(patientId, _ -> new ArrayList<>()).add(identifier);
  }

  /// Whom numbers find, empty where one of them was told before or not asked for.
  Optional<Map<IdentifierKey, Found>> find(int facilityId, List<IdentifierKey> keys) {
    var asked = keys.stream().map(key -> new Wanted(facilityId, key)).toList();
    if (!untold.containsAll(asked)) {
      return Optional.empty();
    }
    asked.forEach(untold::remove);
    var told = new HashMap<IdentifierKey, Found>();
    asked.forEach(one -> Optional.ofNullable(found.get(one))
        .ifPresent(owner -> told.put(one.key(), owner)));
    return Optional.of(told);
  }

  /// A patient, locked, where no one stands in their place.
  Optional<Row> row(long id) {
    return Optional.ofNullable(rows.remove(id)).map(row -> new Row(row.id(), row.fhirId(),
        row.facilityId(), row.origin(), with(row.patient(),
            identifiers.getOrDefault(id, List.of()))));
  }

  private static Patient with(Patient patient, List<PatientIdentifier> identifiers) {
    return new Patient(identifiers, patient.name(), patient.birthDate(), patient.sex(),
        patient.address(), patient.phones());
  }
}
