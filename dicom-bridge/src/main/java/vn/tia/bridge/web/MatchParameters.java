package vn.tia.bridge.web;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import vn.tia.dicom.data.AttributePath;
import vn.tia.dicom.data.AttributePath.Step;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Vr;

/// The query parameters of a search (PS3.18 section 8.3.4) that is matched like an identifier of
/// C-FIND: keys within sequences stay there.
///
/// @param keys the identifier
/// @param included the attributes asked for beside the usual ones
/// @param isAll whether all attributes are asked for
/// @param isCut whether more answers were asked for than one request gives
public record MatchParameters(Dataset keys, Set<AttributePath> included, boolean isAll, int limit,
    int offset, boolean isCut) {

  /// The most answers of one request: 1,000, more than a page shows.
  public static final int LIMIT_MAX = 1_000;

  /// How far a client may page. Beyond it every page costs what all before it cost.
  public static final int OFFSET_MAX = 10_000;

  /// Longest value of a key: a list of 1,000 UIDs.
  private static final int VALUE_CHARS_MAX = 65_000;
  private static final Set<String> KNOWN =
      Set.of("limit", "offset", "includefield", "fuzzymatching", "accept", "charset");

  public MatchParameters {
    included = Set.copyOf(included);
  }

  /// Reads them.
  ///
  /// @throws WebException if a parameter is unknown or has a wrong value
  public static MatchParameters read(Map<String, String[]> parameters) {
    var keys = Dataset.EMPTY;
    for (var parameter : parameters.entrySet()) {
      if (!KNOWN.contains(parameter.getKey())) {
        var path = path(parameter.getKey());
        keys = with(keys, path.steps(), path.tag(), value(parameter.getValue()));
      }
    }
    Set<AttributePath> included = new LinkedHashSet<>();
    boolean isAll = false;
    for (var field : split(parameters.getOrDefault("includefield", new String[0]))) {
      isAll |= field.equals("all");
      if (!field.equals("all")) {
        included.add(path(field));
      }
    }
    checkTerm(parameters, "fuzzymatching", Set.of("true", "false"));
    checkTerm(parameters, "charset", Set.of("utf-8"));
    var limit = number(parameters, "limit", LIMIT_MAX);
    var offset = number(parameters, "offset", 0);
    if (offset > OFFSET_MAX) {
      throw WebException.badRequest("offset is at most " + OFFSET_MAX + ": narrow the search");
    }
    return new MatchParameters(keys, included, isAll, (int) Math.min(limit, LIMIT_MAX),
        (int) offset, limit > LIMIT_MAX);
  }

  private static Dataset with(Dataset keys, List<Step> steps, Tag tag, String value) {
    if (steps.isEmpty()) {
      return keys.toBuilder().put(key(tag, value)).build();
    }
    var sequence = steps.getFirst().sequence();
    var item = keys.items(sequence).stream().findFirst().orElse(Dataset.EMPTY);
    return keys.toBuilder().putItems(sequence, List.of(
        with(item, steps.subList(1, steps.size()), tag, value))).build();
  }

  private static Element key(Tag tag, String value) {
    var built = Dataset.builder();
    if (value.isEmpty()) {
      built.putEmpty(tag);
    } else {
      try {
        switch (Dictionary.vrOf(tag)) {
          case UI -> built.put(tag, value.split("[,\\\\]"));
          case US, SS, UL, SL -> built.put(tag, Integer.parseInt(value));
          case AE, AS, CS, DA, DS, DT, IS, LO, LT, PN, SH, ST, TM, UC, UR, UT ->
              built.put(tag, value.split("\\\\"));
          case AT, FL, FD, OB, OD, OF, OL, OV, OW, SQ, SV, UN, UV ->
              throw WebException.badRequest("an attribute of this kind is no matching key");
        }
      } catch (NumberFormatException _) {
        throw WebException.badRequest("a matching key is no number");
      }
    }
    return built.build().elementAt(0);
  }

  private static AttributePath path(String name) {
    try {
      var path = AttributePath.parse(name);
      if (Dictionary.find(path.tag()).isPresent() && path.steps().stream().allMatch(step ->
          step.item().isEmpty() && Dictionary.vrOf(step.sequence()) == Vr.SQ)) {
        return path;
      }
    } catch (IllegalArgumentException _) {
      // Refused below.
    }
    throw WebException.badRequest(
        "a parameter is no attribute that is known, by keyword or by eight hex digits");
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

  private static void checkTerm(
      Map<String, String[]> parameters, String name, Set<String> terms) {
    var values = parameters.get(name);
    if (values != null && !terms.contains(String.join(",", values).toLowerCase(
        Locale.ROOT))) {
      throw WebException.badRequest(name + " is one of " + terms);
    }
  }

  private static long number(Map<String, String[]> parameters, String name, int otherwise) {
    var values = parameters.get(name);
    if (values == null) {
      return otherwise;
    }
    if (values.length != 1 || !values[0].matches("\\d{1,15}")) {
      throw WebException.badRequest(name + " is a number from 0");
    }
    return Long.parseLong(values[0]);
  }
}
