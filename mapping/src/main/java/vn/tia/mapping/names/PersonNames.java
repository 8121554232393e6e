package vn.tia.mapping.names;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.mapping.exam.HumanName;

/// Turns a name into a DICOM person name and back (PS3.5 section 6.2.1).
public final class PersonNames {
  /// Longest component group of a PN, in characters (PS3.5 table 6.2-1).
  static final int GROUP_CHARS_MAX = 64;

  private static final Pattern DELIMITERS = Pattern.compile("[\\\\^=]+");
  private static final Pattern EMPTY_AT_END = Pattern.compile("\\^+$");

  private PersonNames() {}

  /// The name as one PN value: `family^given^middle^prefix^suffix`, without empty components at
  /// the end.
  ///
  /// The delimiters of DICOM (`\`, `^`, `=`) inside a part become blanks, so that a name is always
  /// exactly one value of one group; a name of more than 64 characters is cut.
  public static String toPn(HumanName name) {
    var components = Stream.of(
            name.family(), name.given(), name.middle(), name.prefix(), name.suffix())
        .map(part -> DELIMITERS.matcher(part).replaceAll(" ").strip())
        .collect(Collectors.joining("^"));
    return cut(EMPTY_AT_END.matcher(components).replaceAll(""));
  }

  /// The name in a PN value, by its first group that is not empty.
  public static HumanName toHumanName(String pn) {
    var group = Stream.of(pn.split("=")).filter(text -> !text.isBlank()).findFirst().orElse("");
    var parts = List.of(group.split("\\^", -1));
    return new HumanName(part(parts, 0), part(parts, 2), part(parts, 1), part(parts, 3),
        part(parts, 4));
  }

  private static String part(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  private static String cut(String pn) {
    return pn.codePointCount(0, pn.length()) <= GROUP_CHARS_MAX
        ? pn
        : pn.substring(0, pn.offsetByCodePoints(0, GROUP_CHARS_MAX)).stripTrailing();
  }
}
