package vn.tia.mapping.exam;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a message wants done with an order (HL7 table 0119, ORC-1), as far as Tia acts on it.
public enum OrderControl {
  NEW("NW"),
  CHANGE("XO"),
  REPLACE("RP"),
  /// Another order stands in its place: RU, and RP where the message brings that other one.
  REPLACED("RU"),
  /// The order that stands in the place of another.
  REPLACEMENT("RO"),
  /// An order of which others are parts: they are performed, it isn't.
  PARENT("PA"),
  /// A part of another order.
  CHILD("CH"),
  CANCEL("CA"),
  DISCONTINUE("DC"),
  HOLD("HD"),
  RELEASE("RL"),
  STATUS_CHANGED("SC");

  /// What the other side says when it did by itself what could have been asked of it.
  private static final Map<String, OrderControl> TOLD = Map.of(
      "OC", CANCEL, "OD", DISCONTINUE, "OH", HOLD, "OE", RELEASE);

  private final String code;

  OrderControl(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// Whether the message places an order.
  public boolean places() {
    return switch (this) {
      case NEW, REPLACE, REPLACEMENT, CHILD -> true;
      case CHANGE, REPLACED, PARENT, CANCEL, DISCONTINUE, HOLD, RELEASE, STATUS_CHANGED -> false;
    };
  }

  /// The control with a code of table 0119, empty where Tia doesn't act on it.
  public static Optional<OrderControl> of(String code) {
    return Stream.of(values()).filter(control -> control.code.equals(code)).findFirst()
        .or(() -> Optional.ofNullable(TOLD.get(code)));
  }
}
