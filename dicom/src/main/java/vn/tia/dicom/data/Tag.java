package vn.tia.dicom.data;

/// The tag of a data element: group number and element number in one code, in unsigned order.
public record Tag(int code) implements Comparable<Tag> {
  /// The tag with this group and element number, each taken as 16 bits.
  public static Tag of(int group, int element) {
    return new Tag(group << 16 | element & 0xFFFF);
  }

  /// Reads eight hexadecimal digits such as `00100010`, the form of DICOM JSON.
  ///
  /// @throws NumberFormatException if they are anything else
  public static Tag parse(String digits) {
    if (digits.length() != 8 || digits.charAt(0) == '+' || digits.charAt(0) == '-') {
      throw new NumberFormatException("a tag has 8 hexadecimal digits, got " + digits.length());
    }
    return new Tag(Integer.parseUnsignedInt(digits, 16));
  }

  public int group() {
    return code >>> 16;
  }

  public int element() {
    return code & 0xFFFF;
  }

  /// Whether the group is odd, as those of private elements are (PS3.5 section 7.8).
  public boolean isPrivate() {
    return (code & 0x10000) != 0;
  }

  /// Whether the element reserves a block of private elements (PS3.5 section 7.8.1).
  public boolean isPrivateCreator() {
    return isPrivate() && element() >= 0x10 && element() <= 0xFF;
  }

  /// Whether the element lies in a block that a private creator may reserve.
  public boolean isPrivateData() {
    return isPrivate() && element() >= 0x1000;
  }

  /// Whether the element holds the length of its group.
  public boolean isGroupLength() {
    return element() == 0;
  }

  /// Eight hexadecimal digits such as `00100010`.
  public String digits() {
    return "%08X".formatted(code);
  }

  @Override
  public int compareTo(Tag other) {
    return Integer.compareUnsigned(code, other.code);
  }

  @Override
  public String toString() {
    return "(%04X,%04X)".formatted(group(), element());
  }
}
