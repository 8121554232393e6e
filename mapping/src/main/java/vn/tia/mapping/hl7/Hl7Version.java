package vn.tia.mapping.hl7;

import java.util.stream.Stream;

/// The versions in which Tia sends (HL7 table 0104), and what differs between them.
public enum Hl7Version {
  V2_3("2.3"),
  V2_3_1("2.3.1"),
  V2_4("2.4"),
  V2_5("2.5"),
  V2_5_1("2.5.1"),
  V2_6("2.6"),
  V2_7("2.7"),
  V2_8("2.8");

  private final String number;

  Hl7Version(String number) {
    this.number = number;
  }

  /// MSH-12.
  public String number() {
    return number;
  }

  /// The version with a number of table 0104.
  ///
  /// @throws IllegalArgumentException if Tia doesn't send in that version
  public static Hl7Version of(String number) {
    return Stream.of(values()).filter(version -> version.number.equals(number)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "HL7 " + number + " is not sent; versions are 2.3 to 2.8"));
  }

  /// Whether it is the other one or a later one.
  public boolean isFrom(Hl7Version other) {
    return compareTo(other) >= 0;
  }

  /// MSH-9.3 came with 2.3.1.
  boolean hasStructures() {
    return isFrom(V2_3_1);
  }

  /// TQ1 took the place of ORC-7 and OBR-27 with 2.5.
  boolean hasTimingSegments() {
    return isFrom(V2_5);
  }

  /// OBX-2 of a code: CE until 2.5.1, CWE since it was withdrawn with 2.6.
  String codedType() {
    return isFrom(V2_6) ? "CWE" : "CE";
  }
}
