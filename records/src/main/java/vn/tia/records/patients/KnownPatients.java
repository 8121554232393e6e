package vn.tia.records.patients;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The patients that were read lately, each in the state that their rows had then. A reader gets
/// the state together with what refers to the patient, and reads the patient where it is new.
public final class KnownPatients {

  /// A patient has about a kilobyte.
  private static final int PATIENTS_MAX = 10_000;

  private record Known(String state, StoredPatient patient) {}

  private final Function<Collection<Long>, Map<Long, StoredPatient>> rows;
  private final Map<Long, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
      return size() > PATIENTS_MAX;
    }
  };

  KnownPatients(Function<Collection<Long>, Map<Long, StoredPatient>> rows) {
    this.rows = rows;
  }

  /// SQL for the state of a patient: any change of their rows is another, as PostgreSQL marks each
  /// version of a row by the transaction that made it.
  ///
  /// @param id what holds the row id, such as `t.patient_id`
  public static String state(String id) {
    return "(SELECT p.xmin || coalesce((SELECT string_agg(n.id || '.' || n.xmin, ' ')"
        + " FROM patient_identifier n WHERE n.patient_id = p.id), '') FROM patient p WHERE p.id = "
        + id + ")";
  }

  /// The patients in these states, or as they became since.
  ///
  /// @param states by row id, read before
  public Map<Long, StoredPatient> in(Map<Long, String> states) {
    Map<Long, StoredPatient> found = new HashMap<>();
    synchronized (known) {
      states.forEach((id, state) -> {
        var one = known.get(id);
        if (one != null && one.state().equals(state)) {
          found.put(id, one.patient());
        }
      });
    }
    var wanted = states.keySet().stream().filter(id -> !found.containsKey(id))
        .collect(Collectors.toSet());
    if (!wanted.isEmpty()) {
      var read = rows.apply(wanted);
      synchronized (known) {
        read.forEach((id, patient) -> known.put(id, new Known(states.get(id), patient)));
      }
      found.putAll(read);
    }
    return found;
  }
}
