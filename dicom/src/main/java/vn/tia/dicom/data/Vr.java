package vn.tia.dicom.data;

/// The value representations of PS3.5 table 6.2-1, each with the facts that coding it takes.
public enum Vr {
  AE(Shape.TEXT), AS(Shape.TEXT), AT(Shape.TAGS, 4), CS(Shape.TEXT), DA(Shape.TEXT),
  DS(Shape.TEXT), DT(Shape.TEXT), FD(Shape.NUMBERS, 8), FL(Shape.NUMBERS, 4), IS(Shape.TEXT),
  LO(Shape.TEXT), LT(Shape.TEXT), OB(Shape.BINARY, 1), OD(Shape.BINARY, 8), OF(Shape.BINARY, 4),
  OL(Shape.BINARY, 4), OV(Shape.BINARY, 8), OW(Shape.BINARY, 2), PN(Shape.TEXT), SH(Shape.TEXT),
  SL(Shape.NUMBERS, 4), SQ(Shape.SEQUENCE), SS(Shape.NUMBERS, 2), ST(Shape.TEXT),
  SV(Shape.NUMBERS, 8), TM(Shape.TEXT), UC(Shape.TEXT), UI(Shape.TEXT), UL(Shape.NUMBERS, 4),
  UN(Shape.BINARY, 1), UR(Shape.TEXT), US(Shape.NUMBERS, 2), UT(Shape.TEXT), UV(Shape.NUMBERS, 8);

  /// What kind of value a VR holds.
  public enum Shape { TEXT, NUMBERS, TAGS, BINARY, SEQUENCE }

  private static final Vr[] BY_CODE = new Vr[26 * 26];

  static {
    for (Vr vr : values()) {
      BY_CODE[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
    }
  }

  private final Shape shape;
  private final int unit;

  Vr(Shape shape) {
    this(shape, 1);
  }

  Vr(Shape shape, int unit) {
    this.shape = shape;
    this.unit = unit;
  }

  private static int index(int first, int second) {
    return (first - 'A') * 26 + second - 'A';
  }

  /// Whether two bytes name a VR; ask before [#of].
  public static boolean isVr(int first, int second) {
    return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z'
        && BY_CODE[index(first, second)] != null;
  }

  /// The VR that two bytes name.
  ///
  /// @throws IllegalArgumentException if they name none
  public static Vr of(int first, int second) {
    if (!isVr(first, second)) {
      throw new IllegalArgumentException("not a VR: %02X %02X".formatted(first, second));
    }
    return BY_CODE[index(first, second)];
  }

  public Shape shape() {
    return shape;
  }

  /// How many bytes one value of a binary kind takes, 1 where bytes have no order.
  public int unit() {
    return unit;
  }

  /// Whether an explicit length takes 4 bytes after 2 reserved ones (PS3.5 section 7.1.2).
  public boolean hasLongLength() {
    return switch (this) {
      case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
      case AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, PN, SH, SL, SS, ST, TM, UI, UL, US ->
          false;
    };
  }

  /// The byte that makes a value's length even (PS3.5 section 6.2).
  public byte padding() {
    return (byte) (shape == Shape.TEXT && this != UI ? ' ' : 0);
  }

  /// Whether a backslash parts values; elsewhere it is a character like any other.
  public boolean isMultiValued() {
    return switch (this) {
      case LT, ST, UR, UT -> false;
      default -> shape == Shape.TEXT;
    };
  }

  /// Whether (0008,0005) Specific Character Set says how the text is coded (PS3.5 section 6.1.2.3).
  public boolean hasCharacterSet() {
    return switch (this) {
      case LO, LT, PN, SH, ST, UC, UT -> true;
      default -> false;
    };
  }

  /// Whether spaces before the text mean nothing.
  public boolean ignoresLeadingSpaces() {
    return switch (this) {
      case LT, ST, UC, UR, UT, PN -> false;
      default -> shape == Shape.TEXT;
    };
  }
}
