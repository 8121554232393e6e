package vn.tia.mapping.hl7;

import java.util.Locale;

/// When a sender in enhanced mode wants an answer (HL7 table 0155).
public enum AckCondition {
  ALWAYS, NEVER, ON_ERROR, ON_SUCCESS;

  /// The condition with a code; empty text is never, since the other of the two fields asked for
  /// enhanced mode. An unknown code is always: an answer too many is the smaller harm.
  static AckCondition of(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "", "NE" -> NEVER;
      case "ER" -> ON_ERROR;
      case "SU" -> ON_SUCCESS;
      default -> ALWAYS;
    };
  }

  /// Whether an answer of that kind is wanted.
  public boolean wants(AckCode code) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case ON_ERROR -> code != AckCode.ACCEPT;
      case ON_SUCCESS -> code == AckCode.ACCEPT;
    };
  }
}
