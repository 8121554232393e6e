package vn.tia.dicom.io;

import java.nio.ByteOrder;
import vn.tia.dicom.data.Encoding;
import vn.tia.dicom.data.SpecificCharacterSet;

/// What holds for the elements of one data set or item while it is read.
///
/// @param end the offset behind the last byte, [#OPEN] where a delimiter ends it
/// @param form how elements are headed
/// @param encoding byte order, and the character set inherited from outside
/// @param sign whether pixel values outside are signed
record Scope(long end, Form form, Encoding encoding, Sign sign) {
  /// The end of what has no announced length.
  static final long OPEN = Long.MAX_VALUE;

  enum Form { IMPLICIT, EXPLICIT }

  enum Sign { UNSIGNED, SIGNED }

  static Scope whole(Form form, ByteOrder order) {
    return new Scope(OPEN, form, new Encoding(order, SpecificCharacterSet.ASCII), Sign.UNSIGNED);
  }

  boolean isOpen() {
    return end == OPEN;
  }

  boolean isImplicit() {
    return form == Form.IMPLICIT;
  }

  ByteOrder order() {
    return encoding.order();
  }

  Scope until(long end) {
    return new Scope(end, form, encoding, sign);
  }

  /// The scope inside an element of unknown VR (PS3.5 section 6.2.2 note 4).
  Scope insideUnknown() {
    var little = new Encoding(ByteOrder.LITTLE_ENDIAN, encoding.characterSet());
    return new Scope(end, Form.IMPLICIT, little, sign);
  }

  Scope with(SpecificCharacterSet set) {
    return new Scope(end, form, encoding.withCharacterSet(set), sign);
  }

  Scope with(Sign other) {
    return new Scope(end, form, encoding, other);
  }
}
