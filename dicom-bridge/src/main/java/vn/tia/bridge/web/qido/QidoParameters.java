package vn.tia.bridge.web.qido;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.tia.bridge.web.WebException;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Vr;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery.NameMatching;
import vn.tia.records.studies.StudyQuery;

/// The query parameters of a search (PS3.18 section 8.3.4), read and checked.
///
/// @param included the attributes asked for beside the usual ones
/// @param isAll whether all attributes are asked for
/// @param isCut whether more answers were asked for than one request gives
record QidoParameters(
    StudyQuery query, Set<AttributePath> included, boolean isAll, boolean isCut) {

  /// The most answers of one request. 1,000: about a second of work, and no page shows more.
  static final int LIMIT_MAX = 1_000;

  /// Longest value of a key: a list of 1,000 UIDs.
  private static final int VALUE_CHARS_MAX = 65_000;

  /// Reads them for a level, beside the keys that the path fixes.
  ///
  /// @throws WebException if a parameter is unknown or has a wrong value
  static QidoParameters read(
      QueryLevel level, Map<Tag, String> fixed, Map<String, String[]> parameters) {
    Map<Tag, String> keys = new LinkedHashMap<>();
    Map<AttributePath, String> nestedKeys = new LinkedHashMap<>();
    Set<AttributePath> included = new LinkedHashSet<>();
    boolean isAll = false;
    long limit = LIMIT_MAX;
    long offset = 0;
    var names = NameMatching.WORDS;
    for (var parameter : parameters.entrySet()) {
      var values = parameter.getValue();
      switch (parameter.getKey()) {
        case "limit" -> limit = number("limit", values);
        case "offset" -> offset = number("offset", values);
        case "fuzzymatching" -> names = fuzzy(values);
        case "includefield" -> {
          for (var field : split(values)) {
            isAll |= field.equals("all");
            if (!field.equals("all")) {
              included.add(path(field));
            }
          }
        }
        case "accept" -> { }
        case "charset" -> requireUtf8(values);
        default -> {
          var path = path(parameter.getKey());
          if (path.steps().isEmpty()) {
            keys.put(path.tag(), value(values));
          } else {
            nestedKeys.put(path, value(values));
            included.add(path);
          }
        }
      }
    }
    keys.putAll(fixed);
    var query = new StudyQuery(level, keys, names, (int) Math.min(limit, LIMIT_MAX) + 1,
        (int) Math.min(offset, Integer.MAX_VALUE - 10_000)).withNestedKeys(nestedKeys);
    return new QidoParameters(query, included, isAll, limit > LIMIT_MAX);
  }

  /// How many answers are given; the query asks for one more, to see whether there are more.
  int limit() {
    return query.limit() - 1;
  }

  private static String value(String[] values) {
    var value = String.join("\\", values);
    if (value.length() > VALUE_CHARS_MAX || value.indexOf('\0') >= 0) {
      throw WebException.badRequest("a matching key is too long or holds a NUL");
    }
    return value;
  }

  private static List<String> split(String[] values) {
    return Arrays.stream(values).flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip).filter(field -> !field.isEmpty()).toList();
  }

  private static long number(String name, String[] values) {
    if (values.length != 1 || !values[0].matches("\\d{1,15}")) {
      throw WebException.badRequest(name + " is a number from 0");
    }
    return Long.parseLong(values[0]);
  }

  private static NameMatching fuzzy(String[] values) {
    return switch (String.join(",", values)) {
      case "true" -> NameMatching.FUZZY;
      case "false" -> NameMatching.WORDS;
      default -> throw WebException.badRequest("fuzzymatching is true or false");
    };
  }

  private static void requireUtf8(String[] values) {
    if (!String.join(",", values).equalsIgnoreCase("utf-8")) {
      throw WebException.notAcceptable("the answer is given in UTF-8");
    }
  }

  /// An attribute by keywords or eight hex digits, those of sequences before it, parted by points.
  private static AttributePath path(String name) {
    try {
      var path = AttributePath.parse(name);
      if (isKnown(path)) {
        return path;
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw WebException.badRequest(
        "a parameter is no attribute that is known, by keyword or by eight hex digits");
  }

  private static boolean isKnown(AttributePath path) {
    return Dictionary.find(path.tag()).isPresent() && path.steps().stream().allMatch(step ->
        step.item().isEmpty() && Dictionary.vrOf(step.sequence()) == Vr.SQ);
  }
}
