package vn.tia.mapping.exam;

/// An identifier of a thing, with its giver (HL7 v2 EI): order number, accession, admission.
///
/// @throws IllegalArgumentException if the value is blank or longer than 199 characters
public record AssignedId(String value, Authority authority) {
  public AssignedId {
    value = Texts.identifier("an identifier", value);
  }

  /// An identifier whose giver was not said.
  public static AssignedId of(String value) {
    return new AssignedId(value, Authority.UNSAID);
  }
}
