package vn.tia.mapping.exam;

import java.util.Optional;
import java.util.stream.Stream;

/// What a message wants done with an order (HL7 table 0119, ORC-1), as far as Tia acts on it.
public enum OrderControl {
  NEW("NW"),
  CHANGE("XO"),
  REPLACE("RP"),
  CANCEL("CA"),
  DISCONTINUE("DC"),
  HOLD("HD"),
  STATUS_CHANGED("SC");

  private final String code;

  OrderControl(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// The control with a code of table 0119, empty where Tia doesn't act on it.
  public static Optional<OrderControl> of(String code) {
    return Stream.of(values()).filter(control -> control.code.equals(code)).findFirst();
  }
}
