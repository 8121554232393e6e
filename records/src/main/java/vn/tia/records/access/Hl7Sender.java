package vn.tia.records.access;

/// An HL7 v2 application by MSH-3 (Sending Application) and MSH-4 (Sending Facility), each as its
/// first component; `*` stands for every value.
public record Hl7Sender(String application, String facility) {
  public static final String ANY = "*";

  public Hl7Sender {
    if (application.isBlank() || facility.isBlank()) {
      throw new IllegalArgumentException(
          "an HL7 sender is application|facility, each a name or *, got: "
              + application + "|" + facility);
    }
  }

  /// Reads the form of the settings: `application|facility`, or `application` for every facility.
  public static Hl7Sender of(String text) {
    var bar = text.indexOf('|');
    return bar < 0
        ? new Hl7Sender(text.strip(), ANY)
        : new Hl7Sender(text.substring(0, bar).strip(), text.substring(bar + 1).strip());
  }

  boolean matches(String sendingApplication, String sendingFacility) {
    return (application.equals(ANY) || application.equals(sendingApplication))
        && (facility.equals(ANY) || facility.equals(sendingFacility));
  }

  int wildcards() {
    return (application.equals(ANY) ? 1 : 0) + (facility.equals(ANY) ? 1 : 0);
  }
}
