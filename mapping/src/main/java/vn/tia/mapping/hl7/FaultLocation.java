package vn.tia.mapping.hl7;

/// A place in a message (HL7 v2 ERL): segment, which of its kind, field; field 0 is the segment.
public record FaultLocation(String segment, int sequence, int field) {

  /// A field of the first segment of its name.
  public static FaultLocation of(String segment, int field) {
    return new FaultLocation(segment, 1, field);
  }

  /// `PID-3`, or `PID` for a whole segment.
  @Override
  public String toString() {
    return field == 0 ? segment : segment + "-" + field;
  }
}
