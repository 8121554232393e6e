package vn.tia.dicom.image.codec;

import vn.tia.dicom.image.PixelDataException;

/// The bits of a JPEG scan: a zero byte follows each FF of the data (ITU-T T.81 section F.1.2.3).
final class JpegBits {
  private final byte[] bytes;
  private int at;
  private long held;
  private int count;
  /// How many of the bits held are zeros from behind the end: a decoder may look at them.
  private int beyond;

  JpegBits(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  private void fill() {
    while (count <= 48) {
      int next = 0;
      if (at >= bytes.length || isMarkerNext()) {
        beyond += 8;
      } else {
        next = bytes[at++] & 0xFF;
        if (next == 0xFF) {
          at++;
        }
      }
      held = held << 8 | next;
      count += 8;
    }
  }

  private boolean isMarkerNext() {
    return bytes[at] == (byte) 0xFF && (at + 1 >= bytes.length || bytes[at + 1] != 0);
  }

  /// The next 16 bits, which stay.
  int peek16() {
    if (count < 16) {
      fill();
    }
    return (int) (held >>> count - 16) & 0xFFFF;
  }

  void skip(int bits) throws PixelDataException {
    count -= bits;
    if (count < beyond) {
      throw new PixelDataException("the JPEG scan ends before its last sample");
    }
  }

  int read(int bits) throws PixelDataException {
    if (bits == 0) {
      return 0;
    }
    int value = peek16() >>> 16 - bits;
    skip(bits);
    return value;
  }

  /// The number that a category's additional bits mean (ITU-T T.81 table F.1).
  int extended(int category) throws PixelDataException {
    int value = read(category);
    return category > 0 && value < 1 << category - 1 ? value - (1 << category) + 1 : value;
  }

  /// Passes over a restart marker; bits before it are dropped.
  void restart() throws PixelDataException {
    held = 0;
    count = 0;
    beyond = 0;
    while (at + 1 < bytes.length) {
      if (bytes[at] == (byte) 0xFF && (bytes[at + 1] & 0xF8) == 0xD0) {
        at += 2;
        return;
      }
      at++;
    }
    throw new PixelDataException("the JPEG scan lacks a restart marker");
  }

  /// Where the scan's bytes end, at the latest.
  int position() {
    return at;
  }
}
