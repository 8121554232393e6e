package vn.tia.mapping.exam;

import java.util.Optional;
import java.util.stream.Stream;

/// How far an order is, as its message says (HL7 table 0038, ORC-5).
public enum OrderStatus {
  SCHEDULED("SC"),
  IN_PROCESS("IP"),
  PARTLY_DONE("A"),
  COMPLETED("CM"),
  CANCELED("CA"),
  DISCONTINUED("DC"),
  ON_HOLD("HD"),
  REPLACED("RP"),
  ERROR("ER");

  private final String code;

  OrderStatus(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// The status with a code of table 0038, empty where there is none such.
  public static Optional<OrderStatus> of(String code) {
    return Stream.of(values()).filter(status -> status.code.equals(code)).findFirst();
  }
}
