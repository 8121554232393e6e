package vn.tia.records.worklist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.names.NameKey;
import vn.tia.mapping.names.NamePattern;
import vn.tia.records.facilities.Facility;
import vn.tia.records.worklist.WorklistKey.Issued;

/// The keys of a worklist query as SQL, over the tables s (scheduled_step), o (imaging_order),
/// p (patient) and f (facility).
final class Conditions {
  private final List<Facility> facilities;
  private final List<String> sql = new ArrayList<>();
  private final Map<String, Object> params = new HashMap<>();
  private String rank = "";
  private boolean asksStatus;

  Conditions(List<Facility> facilities, List<WorklistKey> keys) {
    this.facilities = facilities;
    params.put("facility", facilities.getFirst().id());
    params.put("facilities", facilities.stream().map(Facility::id).toArray(Integer[]::new));
    keys.forEach(this::add);
    if (!asksStatus) {
      sql.add("s.open");
    }
  }

  Map<String, Object> params() {
    return params;
  }

  String where() {
    return Stream.of("s.", "o.", "p.").map(this::visible).collect(Collectors.joining(" AND "))
        + "\n  AND " + String.join("\n  AND ", sql);
  }

  /// An equality where it can be one: only then does an index give the rows in their order.
  private String visible(String table) {
    return table + (facilities.size() == 1
        ? "facility_id = :facility"
        : "facility_id = ANY (:facilities)");
  }

  /// Names that agree in their accents come first, then the earlier step.
  String order() {
    return rank + "s.starts, s.id";
  }

  private void add(WorklistKey key) {
    switch (key) {
      case WorklistKey.Text text -> sql.add(text(text));
      case WorklistKey.Issuer(var of, var authority) -> sql.add(issuer(of, authority));
      case WorklistKey.PatientName(var pattern) -> patientName(pattern);
      case WorklistKey.PerformerName(var pattern) -> performerName(pattern);
      case WorklistKey.Born(var from, var to) -> {
        from.ifPresent(day -> sql.add("p.birth_date >= " + bind(day.toString())));
        to.ifPresent(day -> sql.add("p.birth_date <= " + bind(day.toString())));
      }
      case WorklistKey.HasSex(Sex sex) -> sql.add("p.sex = " + bind(sex.name()));
      case WorklistKey.Starts(var from, var to) -> {
        from.ifPresent(moment -> sql.add("s.starts >= " + bind(moment)));
        to.ifPresent(moment -> sql.add("s.starts <= " + bind(moment)));
      }
      case WorklistKey.StartsAtTimeOfDay(var from, var to) -> {
        from.ifPresent(time -> sql.add("s.starts::time >= " + bind(time)));
        to.ifPresent(time -> sql.add("s.starts::time <= " + bind(time)));
      }
      case WorklistKey.HasStatus(var anyOf) -> {
        asksStatus = true;
        sql.add("s.status = ANY ("
            + bind(anyOf.stream().map(Enum::name).toArray(String[]::new)) + ")");
      }
    }
  }

  private String text(WorklistKey.Text text) {
    return text.anyOf().stream()
        .map(pattern -> switch (text.field()) {
          case PATIENT_ID -> "p.id IN (SELECT leads_to FROM patient_identifier"
              + " WHERE " + visible("") + " AND " + matches("value", pattern) + ")";
          case ACCESSION_NUMBER -> matches("o.accession_value", pattern);
          case STUDY_UID -> matches("o.study_uid", pattern);
          case PROCEDURE_ID -> matches("o.procedure_id", pattern);
          case ADMISSION_ID -> matches("o.admission_value", pattern);
          case STEP_ID -> matches("s.step_id", pattern);
          case MODALITY -> matches("s.modality", pattern);
          case STATION_AE -> station(pattern);
          case INSTITUTION -> matches("o.institution", folded(pattern));
          case DEPARTMENT -> matches("o.department", folded(pattern));
          case WORKLIST_LABEL -> matches("lower(f.code)", folded(pattern));
        })
        .reduce((one, other) -> one + " OR " + other)
        .map(any -> "(" + any + ")")
        .orElse("true");
  }

  private String matches(String column, TextPattern pattern) {
    return pattern.isLiteral()
        ? column + " = " + bind(pattern.value())
        : column + " LIKE " + bind(pattern.like());
  }

  private String station(TextPattern pattern) {
    var named = pattern.isLiteral()
        ? "s.station_aes @> ARRAY[" + bind(pattern.value()) + "::text]"
        : "EXISTS (SELECT 1 FROM unnest(s.station_aes) AS ae WHERE "
            + matches("ae", pattern) + ")";
    return named + " OR s.station_aes = '{}'";
  }

  private static TextPattern folded(TextPattern pattern) {
    return new TextPattern(NameKey.fold(pattern.value()));
  }

  /// One name space may mean another URI at each facility.
  private String issuer(Issued of, Authority authority) {
    var ids = bind(facilities.stream().map(Facility::id).toArray(Integer[]::new));
    var systems = bind(facilities.stream()
        .map(facility -> facility.systems().of(authority)).toArray(String[]::new));
    var among = "(%s, %s) IN (SELECT * FROM unnest(" + ids + "::int[], " + systems + "::text[]))";
    return switch (of) {
      case PATIENT_ID -> "EXISTS (SELECT 1 FROM patient_identifier i WHERE i.leads_to = p.id AND "
          + among.formatted("i.facility_id", "i.system") + ")";
      case ACCESSION_NUMBER -> among.formatted("o.facility_id", "o.accession_system");
      case ADMISSION_ID -> among.formatted("o.facility_id", "o.admission_system");
    };
  }

  private void patientName(NamePattern pattern) {
    if (pattern.isWhole()) {
      sql.add("p.name_key = " + bind(pattern.whole().toString()));
    } else {
      pattern.foldedWords().forEach(word -> sql.add(
          "p.id IN (SELECT patient_id FROM patient_word WHERE " + visible("") + " AND "
              + matches("word", new TextPattern(word)) + ")"));
    }
    if (!pattern.isUniversal()) {
      var accented = bind(pattern.words().stream().map(TextPattern::like).toArray(String[]::new));
      rank = "(SELECT count(*) FROM unnest(" + accented + "::text[]) AS asked WHERE EXISTS ("
          + "SELECT 1 FROM unnest(p.name_words) AS word WHERE word LIKE asked)) DESC, ";
    }
  }

  private void performerName(NamePattern pattern) {
    pattern.foldedWords().forEach(word -> {
      var text = new TextPattern(word);
      sql.add(text.isLiteral()
          ? "s.performer_words @> ARRAY[" + bind(word) + "::text]"
          : "EXISTS (SELECT 1 FROM unnest(s.performer_words) AS word WHERE "
              + matches("word", text) + ")");
    });
  }

  private String bind(Object value) {
    var name = "key" + params.size();
    params.put(name, value);
    return ":" + name;
  }
}
