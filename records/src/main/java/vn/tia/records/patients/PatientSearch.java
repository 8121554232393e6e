package vn.tia.records.patients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import vn.tia.mapping.exam.PatientCriteria;
import vn.tia.mapping.exam.PatientIdentifier;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facility;

/// Finds patients of one facility by what is known of them.
///
/// Names match word by word, without accents and in any order, as on the worklist: who types
/// `Huong` finds Hường. A number without an authority matches whoever gave it.
final class PatientSearch {
  private final Database database;
  private final Facility facility;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  PatientSearch(Database database, Facility facility) {
    this.database = database;
    this.facility = facility;
  }

  /// The row ids of those who match, ascending.
  List<Long> find(PatientCriteria criteria, OptionalLong after, int max) {
    if (!criteria.identifiers().isEmpty()) {
      conditions.add("(" + String.join(" OR ",
          criteria.identifiers().stream().map(this::identifier).toList()) + ")");
    }
    criteria.names().forEach(this::name);
    criteria.birthDate().ifPresent(date -> conditions.add(
        "p.birth_date LIKE " + bind(date + "%")));
    criteria.sex().ifPresent(sex -> conditions.add("p.sex = " + bind(sex.name())));
    after.ifPresent(id -> conditions.add("p.id > " + bind(id)));
    conditions.add("p.facility_id = " + bind(facility.id()) + " AND p.replaced_by IS NULL");
    return database.jdbc().sql("SELECT p.id FROM patient p WHERE "
            + String.join(" AND ", conditions) + " ORDER BY p.id LIMIT " + max)
        .params(values)
        .query(Long.class)
        .list();
  }

  private String identifier(PatientIdentifier one) {
    var said = one.authority().isUnsaid()
        ? "" : " AND i.system = " + bind(facility.systems().of(one));
    return "p.id IN (SELECT i.leads_to FROM patient_identifier i WHERE i.facility_id = "
        + bind(facility.id()) + " AND i.value = " + bind(one.value()) + said + ")";
  }

  private void name(String asked) {
    for (var word : NameKey.fold(asked).split("[^\\p{L}\\p{N}*]+")) {
      if (word.replace("*", "").isEmpty()) {
        continue;
      }
      // LIKE's own wild cards are no letters, so none is left in a word.
      String pattern = word.replace("*", "%");
      conditions.add("p.id IN (SELECT w.patient_id FROM patient_word w WHERE w.facility_id = "
          + bind(facility.id()) + " AND w.word LIKE " + bind(pattern) + ")");
    }
  }

  private String bind(Object value) {
    String name = "v" + values.size();
    values.put(name, value);
    return ":" + name;
  }
}
