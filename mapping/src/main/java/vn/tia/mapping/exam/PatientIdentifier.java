package vn.tia.mapping.exam;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A number by which somebody knows the patient (HL7 v2 CX).
///
/// @param typeCode HL7 table 0203: `MR` record number of the facility (also where none was said),
///     `NI` national id of 12 digits, `NNVNM` the old one of 9, `HC` health insurance card, `PPN`
///     passport, `TEMP` temporary …
/// @throws IllegalArgumentException if the value is blank or longer than 199 characters
public record PatientIdentifier(String value, Authority authority, String typeCode) {
  public static final String RECORD_NUMBER = "MR";
  public static final String NATIONAL_ID = "NI";
  public static final String TEMPORARY = "TEMP";
  /// The identity number of nine digits that Vietnam gave out before the one of twelve.
  public static final String OLD_NATIONAL_ID = "NNVNM";
  public static final String HEALTH_CARD = "HC";
  public static final String PASSPORT = "PPN";

  private static final Pattern TWELVE_DIGITS = Pattern.compile("\\d{12}");
  private static final Pattern NINE_DIGITS = Pattern.compile("\\d{9}");
  private static final Pattern CARD = Pattern.compile("[A-Z]{2}\\d{13}|\\d{10}");

  /// Types by which one facility knows its own patient; the others are shared beyond it.
  private static final Set<String> LOCAL = Set.of("MR", "PI", "PT", "MRT", "U", "LR", "TEMP");

  public PatientIdentifier {
    value = Texts.identifier("a patient identifier", value);
    typeCode = typeCode.isBlank()
        ? RECORD_NUMBER
        : Texts.identifier("an identifier type", typeCode).toUpperCase(Locale.ROOT);
  }

  /// A record number of the facility itself.
  public static PatientIdentifier local(String value) {
    return new PatientIdentifier(value, Authority.UNSAID, RECORD_NUMBER);
  }

  public static PatientIdentifier local(String value, Authority authority) {
    return new PatientIdentifier(value, authority, RECORD_NUMBER);
  }

  /// Whether the number belongs to one facility, and so finds a patient there by itself.
  public boolean isLocal() {
    return LOCAL.contains(typeCode);
  }

  /// Whether the number says who the patient is: not that of an account or a visit, and of the form
  /// that its kind has. What is typed where nobody has a number (`0`, `000000000000`) would fuse
  /// strangers.
  public boolean identifies() {
    return switch (typeCode) {
      case "AN", "VN" -> false;
      case NATIONAL_ID -> TWELVE_DIGITS.matcher(value).matches() && !isOneDigit();
      case OLD_NATIONAL_ID -> NINE_DIGITS.matcher(value).matches() && !isOneDigit();
      case HEALTH_CARD, "NIIP" -> CARD.matcher(value).matches() && !isOneDigit();
      case PASSPORT -> value.matches("[A-Z0-9]{5,20}") && !isOneDigit();
      default -> true;
    };
  }

  private boolean isOneDigit() {
    return value.chars().distinct().count() == 1;
  }
}
