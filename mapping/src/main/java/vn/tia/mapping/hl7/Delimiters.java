package vn.tia.mapping.hl7;

/// The characters that part a message, as its own MSH-1 and MSH-2 name them (HL7 v2 2.5.4).
public record Delimiters(
    char field, char component, char repetition, char escape, char subcomponent) {

  /// The recommended ones, in which Tia sends.
  public static final Delimiters STANDARD = new Delimiters('|', '^', '~', '\\', '&');

  /// Reads them from the start of a message, which must begin with `MSH`.
  ///
  /// MSH-2 has four characters, or five with the truncation character of version 2.7.
  public static Delimiters of(String start) {
    if (start.length() < 8) {
      throw refused("MSH has " + start.length() + " characters, at least 8 are needed");
    }
    char field = start.charAt(3);
    int end = start.indexOf(field, 4);
    int length = (end < 0 ? start.length() : end) - 4;
    if (length < 4 || length > 5) {
      throw refused("MSH-2 has " + length + " characters, expected 4 or 5");
    }
    String all = field + start.substring(4, 4 + length);
    if (all.chars().distinct().count() != all.length()) {
      throw refused("MSH-1 and MSH-2 use one character twice");
    }
    if (all.chars().anyMatch(c -> Character.isLetterOrDigit(c) || c <= ' ' || c > '~')) {
      throw refused("MSH-1 and MSH-2 must be printable ASCII and neither letter nor digit");
    }
    return new Delimiters(field, all.charAt(1), all.charAt(2), all.charAt(3), all.charAt(4));
  }

  /// The value of MSH-2.
  public String encodingCharacters() {
    return "" + component + repetition + escape + subcomponent;
  }

  private static FaultException refused(String text) {
    return new FaultException(Fault.reject(
        FaultCode.SEGMENT_SEQUENCE, FaultLocation.of("MSH", 2), text));
  }
}
