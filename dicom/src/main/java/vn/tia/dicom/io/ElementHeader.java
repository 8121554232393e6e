package vn.tia.dicom.io;

import java.io.IOException;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Vr;

/// VR and length of the element in hand (PS3.5 section 7.1).
///
/// One is used for all elements, so what it says holds until the next is read.
final class ElementHeader {
  static final long UNDEFINED = 0xFFFFFFFFL;

  private final ReadProgress progress;
  private final ByteSource source;
  private Vr vr = Vr.UN;
  private long length;
  private boolean isVrMissed;

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
      readImplicit(code, scope);
      return;
    }
    source.has(4);
    int first = source.u8();
    int second = source.u8();
    if (Vr.isVr(first, second)) {
      vr = Vr.of(first, second);
    } else if (isCapital(first) && isCapital(second)) {
      // A VR of a later edition; all new ones have long lengths.
      vr = Vr.UN;
    } else {
      takeMissingVr(first, second);
      source.unread(2);
      readImplicit(code, scope);
      return;
    }
    if (vr.hasLongLength()) {
      source.u16(scope.order());
      length = source.u32(scope.order());
    } else {
      length = source.u16(scope.order());
    }
  }

  private void readImplicit(int code, Scope scope) throws IOException {
    length = source.u32(scope.order());
    vr = implicitVr(new Tag(code), scope);
  }

  /// Says once that there are elements as of implicit VR.
  private void takeMissingVr(int first, int second) throws IOException {
    if (!isVrMissed) {
      progress.takeMalformed("no VR but bytes %02X %02X".formatted(first, second));
    }
    isVrMissed = true;
  }

  /// Takes the VR that the creator of a private element gives it.
  void know(Vr known) {
    vr = known;
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
