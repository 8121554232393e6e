package vn.tia.mapping.hl7;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import vn.tia.mapping.exam.Priority;
import vn.tia.mapping.exam.Sex;

/// The code tables of HL7 v2 that an order uses, as values of an exam.
final class CodeTables {
  private static final Pattern CODE_STRING = Pattern.compile("[A-Z0-9_ ]{1,16}");
  private static final Pattern AE_TITLE = Pattern.compile("[ -\\[\\]-~]{1,16}");

  private CodeTables() {}

  /// Table 0001, and the site's own codes before it.
  static Sex sex(String code, Map<String, Sex> local) {
    Sex known = local.get(code);
    if (known != null) {
      return known;
    }
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "M" -> Sex.MALE;
      case "F" -> Sex.FEMALE;
      case "O", "A" -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }

  /// Table 0485 (S STAT, A ASAP, R routine, P pre-operative, C callback, T timing critical).
  static Priority priority(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "S", "STAT" -> Priority.STAT;
      case "A", "P", "C" -> Priority.HIGH;
      case "T" -> Priority.MEDIUM;
      default -> Priority.ROUTINE;
    };
  }

  /// A modality as DICOM writes it (CS).
  ///
  /// @throws IllegalArgumentException if it can't be a DICOM code string
  static String modality(String code) {
    String upper = code.strip().toUpperCase(Locale.ROOT);
    if (!CODE_STRING.matcher(upper).matches()) {
      throw new IllegalArgumentException("a modality has 1 to 16 letters, digits, blanks or _, got "
          + upper.length() + " characters");
    }
    return upper;
  }

  /// A UID as DICOM writes it (PS3.5 section 9.1).
  ///
  /// @throws IllegalArgumentException if it is none
  static String uid(String text) {
    String uid = text.strip();
    if (uid.length() > 64 || !uid.matches("\\d+(\\.\\d+)*")) {
      throw new IllegalArgumentException(
          "a UID has digits and dots, at most 64 characters, got " + uid.length() + " characters");
    }
    return uid;
  }

  /// AE titles as DICOM allows them.
  ///
  /// @throws IllegalArgumentException if one is longer than 16 characters or has a backslash
  static List<String> stations(List<String> titles) {
    return titles.stream().map(String::strip).peek(CodeTables::requireAeTitle).toList();
  }

  private static void requireAeTitle(String title) {
    // PS3.5 table 6.2-1: a longer title could never be the one that a station calls with.
    if (!AE_TITLE.matcher(title).matches()) {
      throw new IllegalArgumentException("an AE title has 1 to 16 printable characters without \\, "
          + "got " + title.length());
    }
  }
}
