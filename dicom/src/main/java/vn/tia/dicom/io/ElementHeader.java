package vn.tia.dicom.io;

import java.io.IOException;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// VR and length of the element in hand (PS3.5 section 7.1).
///
/// One is used for all elements, so what it says holds until the next is read.
final class ElementHeader {
  static final long UNDEFINED = 0xFFFFFFFFL;

  private final ReadProgress progress;
  private final ByteSource source;
  private Vr vr = Vr.UN;
  private long length;

  ElementHeader(ReadProgress progress) {
    this.progress = progress;
    this.source = progress.source();
  }

  Vr vr() {
    return vr;
  }

  /// The announced length, [#UNDEFINED] where a delimiter ends the value.
  long length() {
    return length;
  }

  boolean hasUndefinedLength() {
    return length == UNDEFINED;
  }

  /// Takes what follows the tag.
  void read(int code, Scope scope) throws IOException {
    if (scope.isImplicit()) {
      length = source.u32(scope.order());
      vr = implicitVr(new Tag(code), scope);
      return;
    }
    vr = explicitVr();
    if (!vr.hasLongLength()) {
      length = source.u16(scope.order());
      return;
    }
    source.u16(scope.order());
    length = source.u32(scope.order());
  }

  private Vr explicitVr() throws IOException {
    int first = source.u8();
    int second = source.u8();
    if (Vr.isVr(first, second)) {
      return Vr.of(first, second);
    }
    if (isCapital(first) && isCapital(second)) {
      // A VR of a later edition; all new ones have long lengths.
      return Vr.UN;
    }
    throw progress.failure(
        Reason.MALFORMED, "no VR but bytes %02X %02X".formatted(first, second));
  }

  private static boolean isCapital(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private Vr implicitVr(Tag tag, Scope scope) {
    Vr usual = Dictionary.vrOf(tag);
    if (usual == Vr.UN && length == UNDEFINED) {
      return Vr.SQ;
    }
    boolean isSigned = usual == Vr.US && scope.sign() == Scope.Sign.SIGNED;
    return isSigned && Dictionary.mayBe(tag, Vr.SS) ? Vr.SS : usual;
  }
}
