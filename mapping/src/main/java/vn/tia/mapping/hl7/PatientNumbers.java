package vn.tia.mapping.hl7;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import vn.tia.mapping.exam.Authority;
import vn.tia.mapping.exam.PatientIdentifier;

/// Tells what kind of number a CX holds: by its type (CX.5, table 0203), else by the name of who
/// gave it, as Vietnamese systems write both.
final class PatientNumbers {
  private static final Set<String> NATIONAL =
      Set.of("NI", "NN", "NNVNM", "CCCD", "CMND", "CMT", "DDCN", "CITIZEN_ID");
  private static final Set<String> CARD = Set.of("HC", "BHYT", "NIIP", "BHXH", "INSURANCE");
  private static final Set<String> PASSPORT = Set.of("PPN", "PP", "HC_PASSPORT", "HOCHIEU");
  private static final Set<String> TEMPORARY = Set.of("TEMP", "TMP", "TAM");

  private static final Pattern BLANKS = Pattern.compile("[ .-]");
  private static final Pattern NINE_DIGITS = Pattern.compile("\\d{9}");

  private PatientNumbers() {}

  /// The number with its kind; identity numbers without the blanks and dots that people type.
  static PatientIdentifier of(String value, Authority authority, String type) {
    String kind = (type.isBlank() ? authority.namespace().orElse("") : type)
        .toUpperCase(Locale.ROOT);
    String bare = BLANKS.matcher(value).replaceAll("").toUpperCase(Locale.ROOT);
    if (NATIONAL.contains(kind)) {
      return new PatientIdentifier(bare, authority, NINE_DIGITS.matcher(bare).matches()
          ? PatientIdentifier.OLD_NATIONAL_ID : PatientIdentifier.NATIONAL_ID);
    }
    if (CARD.contains(kind)) {
      return new PatientIdentifier(bare, authority, PatientIdentifier.HEALTH_CARD);
    }
    if (PASSPORT.contains(kind)) {
      return new PatientIdentifier(bare, authority, PatientIdentifier.PASSPORT);
    }
    return TEMPORARY.contains(kind)
        ? new PatientIdentifier(value, authority, PatientIdentifier.TEMPORARY)
        : new PatientIdentifier(value, authority, type);
  }
}
