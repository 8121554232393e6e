package vn.tia.records.studies;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.dicom.DicomTimes;
import vn.tia.mapping.exam.Sex;
import vn.tia.mapping.names.NameKey;
import vn.tia.records.database.Database;
import vn.tia.records.studies.StudyQuery.DateMatching;
import vn.tia.records.studies.QueryKey.Kind;
import vn.tia.records.studies.StudyQuery.NameMatching;

/// Turns matching keys into SQL conditions with parameters; a value never becomes SQL text.
final class Conditions {

  private final List<String> sql = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final StudyQuery query;
  private boolean isExact;

  private Conditions(StudyQuery query) {
    this.query = query;
  }

  /// The conditions of a query; keys that nothing is matched by are passed over.
  ///
  /// @throws InvalidKeyException if a value is none for its key
  static Conditions of(StudyQuery query) {
    var conditions = new Conditions(query);
    query.keys().forEach((tag, value) -> QueryKey.of(tag)
        .filter(_ -> !value.isBlank() && !value.equals("*"))
        .ifPresent(key -> conditions.add(tag, key, value.strip())));
    query.nestedKeys().forEach((path, value) -> QueryKey.nested(path)
        .filter(_ -> !value.isBlank() && !value.equals("*"))
        .ifPresent(key -> conditions.add(path.tag(), key, key.kind() == Kind.NESTED
            ? NestedKeys.key(path, value.strip()) : value.strip())));
    if (query.dates() == DateMatching.COMBINED) {
      conditions.combine(query.keys().getOrDefault(Tags.STUDY_DATE, ""),
          query.keys().getOrDefault(Tags.STUDY_TIME, ""));
    }
    return conditions;
  }

  /// How the query is sent. A key that few rows have leaves one way to find them; else the best way
  /// depends on how common the values are, so that each has a plan of its own.
  JdbcClient on(Database database) {
    return isExact ? database.jdbc() : database.jdbcPlannedEachTime();
  }

  String sql() {
    return sql.stream().map(one -> " AND " + one).collect(Collectors.joining());
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  private boolean isCombined(Tag tag) {
    return query.dates() == DateMatching.COMBINED && tag.equals(Tags.STUDY_TIME)
        && query.keys().getOrDefault(Tags.STUDY_DATE, "").indexOf('-') >= 0;
  }

  /// The days are asked for already; here the first begins and the last ends at a time.
  private void combine(String dates, String times) {
    int day = dates.indexOf('-');
    int hour = times.indexOf('-');
    if (day < 0 || hour < 0) {
      return;
    }
    if (day > 0 && hour > 0) {
      bound(">=", dates.substring(0, day), times.substring(0, hour));
    }
    if (day + 1 < dates.length() && hour + 1 < times.length()) {
      bound("<=", dates.substring(day + 1), times.substring(hour + 1));
    }
  }

  private void bound(String operator, String date, String time) {
    sql.add("(t.study_date, t.study_time) " + operator + " ("
        + parameter(date(Tags.STUDY_DATE, date.strip())) + ", "
        + parameter(time(Tags.STUDY_TIME, time.strip())) + ")");
  }

  private void add(Tag tag, QueryKey key, String value) {
    if (isCombined(tag) && value.indexOf('-') >= 0) {
      return;
    }
    if (key.level().compareTo(query.level()) <= 0) {
      sql.add(condition(tag, key, value));
      return;
    }
    // A key of a lower level: some series of the study, or some instance of it, has it.
    var joined = key.level() == QueryLevel.SERIES
        ? "series s WHERE s.study_id = t.id"
        : "series s JOIN instance i ON i.series_id = s.id WHERE s.study_id = t.id";
    sql.add("EXISTS (SELECT 1 FROM " + joined + " AND " + condition(tag, key, value) + ")");
  }

  private String condition(Tag tag, QueryKey key, String value) {
    var column = key.column();
    isExact |= isExact(key, value);
    return switch (key.kind()) {
      case UID -> column + " = ANY (" + parameter(list(value)) + ")";
      case CODE, NUMBER_OF_ONE -> Arrays.stream(value.split("\\\\"))
          .map(one -> text(column, one.strip()))
          .collect(Collectors.joining(" OR ", "(", ")"));
      case FOLDED -> text(column, NameKey.fold(value));
      case NAME -> name(column, value);
      case DATE -> range(column, value, text -> date(tag, text));
      case STUDY_DATE -> range(column, value, text -> date(tag, text))
          // By this one studies are listed, so that an index gives those days alone.
          + " AND " + range("t.sort_date", value, text -> date(tag, text));
      case TIME -> range(column, value, text -> time(tag, text));
      case NUMBER -> column + " = " + parameter(number(tag, value));
      case ANY_OF -> column + " && " + parameter(list(value)) + "::text[]";
      case REQUEST -> isWild(value)
          ? "EXISTS (SELECT 1 FROM unnest(" + column + ") AS one WHERE one LIKE "
              + parameter(pattern(value)) + ")"
          : column + " <> '{}' AND " + column + " @> ARRAY[" + parameter(value) + "]::text[]";
      case NESTED -> nested(column, value);
      case PATIENT_NAME -> patientName(value);
      case PATIENT_ID -> column + " IN (SELECT leads_to FROM patient_identifier"
          + " WHERE facility_id = ANY (:facilities) AND " + text("value", value) + ")";
      case PATIENT_BIRTH_DATE -> column + " IN (SELECT id FROM patient"
          + " WHERE facility_id = ANY (:facilities) AND "
          + range("birth_date", value, text -> date(tag, text).toString()) + ")";
      case PATIENT_SEX -> "EXISTS (SELECT 1 FROM patient p WHERE p.id = t.patient_id AND p.sex = "
          + parameter(sex(value)) + ")";
    };
  }

  private static boolean isExact(QueryKey key, String value) {
    return switch (key.kind()) {
      case UID -> !key.column().equals("i.sop_class_uid");
      case PATIENT_ID, NUMBER_OF_ONE -> !isWild(value);
      case CODE, FOLDED, NAME, DATE, STUDY_DATE, TIME, NUMBER, ANY_OF, REQUEST, NESTED,
          PATIENT_NAME, PATIENT_BIRTH_DATE, PATIENT_SEX -> false;
    };
  }

  private String text(String column, String value) {
    return isWild(value)
        ? column + " LIKE " + parameter(pattern(value))
        : column + " = " + parameter(value);
  }

  /// The values of a list have the path of the first.
  private String nested(String beginning, String key) {
    int value = key.indexOf('=') + 1;
    return Arrays.stream(key.substring(value).split("\\\\"))
        .map(one -> beginning + " WHERE "
            + text("key", key.substring(0, value) + one.strip()) + ")")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String name(String column, String value) {
    return words(value).stream()
        // The first condition is for the trigram index, the second for the edges of the word.
        .map(word -> column + " LIKE " + parameter("%" + pattern(word) + "%") + " AND ' ' || "
            + column + " || ' ' LIKE " + parameter("% " + pattern(word) + " %"))
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /// All words in one subselect: how many patients have them together decides on the plan.
  private String patientName(String value) {
    var words = words(value);
    var from = new StringBuilder("patient_word w0");
    var where = new StringBuilder("w0.facility_id = ANY (:facilities)");
    for (int i = 0; i < words.size(); i++) {
      var word = "w" + i;
      if (i > 0) {
        from.append(" JOIN patient_word ").append(word).append(" ON ").append(word)
            .append(".patient_id = w0.patient_id AND ").append(word)
            .append(".facility_id = w0.facility_id");
      }
      where.append(" AND ").append(text(word + ".word", words.get(i)));
    }
    return "t.patient_id IN (SELECT w0.patient_id FROM " + from + " WHERE " + where + ")";
  }

  /// The words of a name, with their wildcards.
  private List<String> words(String value) {
    var words = Arrays.stream(NameKey.fold(value).split("[^\\p{L}\\p{N}*?]+"))
        .filter(word -> !word.isEmpty() && !word.equals("*"))
        .map(word -> query.names() == NameMatching.FUZZY ? word + "*" : word)
        .toList();
    // A name of carets and stars only matches every name.
    return words.isEmpty() ? List.of("*") : words;
  }

  private <T> String range(String column, String value, Function<String, T> parse) {
    int dash = value.indexOf('-');
    if (dash < 0) {
      return column + " = " + parameter(parse.apply(value));
    }
    List<String> bounds = new ArrayList<>();
    if (dash > 0) {
      bounds.add(column + " >= " + parameter(parse.apply(value.substring(0, dash))));
    }
    if (dash + 1 < value.length()) {
      bounds.add(column + " <= " + parameter(parse.apply(value.substring(dash + 1))));
    }
    return bounds.isEmpty() ? "true" : "(" + String.join(" AND ", bounds) + ")";
  }

  private static LocalDate date(Tag tag, String text) {
    return DicomTimes.date(text)
        .orElseThrow(() -> new InvalidKeyException(tag + " matches a date or a range of dates"));
  }

  private static LocalTime time(Tag tag, String text) {
    return DicomTimes.time(text)
        .orElseThrow(() -> new InvalidKeyException(tag + " matches a time or a range of times"));
  }

  private static Integer number(Tag tag, String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException _) {
      throw new InvalidKeyException(tag + " matches a whole number");
    }
  }

  private static String sex(String code) {
    return switch (code) {
      case "M" -> Sex.MALE.name();
      case "F" -> Sex.FEMALE.name();
      case "O" -> Sex.OTHER.name();
      default -> "";
    };
  }

  private static String[] list(String value) {
    return Arrays.stream(value.split("[\\\\,]"))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toArray(String[]::new);
  }

  private static boolean isWild(String value) {
    return value.indexOf('*') >= 0 || value.indexOf('?') >= 0;
  }

  private static String pattern(String value) {
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        .replace('*', '%').replace('?', '_');
  }

  private String parameter(Object value) {
    var name = "k" + parameters.size();
    parameters.put(name, value);
    return ":" + name;
  }
}
