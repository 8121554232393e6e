package vn.tia.dicom.image.codec;

import vn.tia.dicom.image.PixelDataException;

/// The bits of a JPEG-LS scan: behind a byte FF the next has 7 bits (ITU-T T.87 section A.1).
final class JpegLsReader {
  private final byte[] bytes;
  private int at;
  private long held;
  private int count;
  private boolean isAfterFf;

  /// How many of the bits held are zeros from behind the end: a decoder may look at them.
  private int beyond;

  JpegLsReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  private void fill() {
    while (count <= 48) {
      int bits = isAfterFf ? 7 : 8;
      int next = 0;
      if (at >= bytes.length || isAtMarker()) {
        beyond += bits;
      } else {
        next = bytes[at++] & 0xFF;
        isAfterFf = next == 0xFF;
      }
      held = held << bits | next;
      count += bits;
    }
  }

  private boolean isAtMarker() {
    return bytes[at] == (byte) 0xFF && (at + 1 >= bytes.length || bytes[at + 1] < 0);
  }

  private void skip(int bits) throws PixelDataException {
    count -= bits;
    if (count < beyond) {
      throw new PixelDataException("the JPEG-LS scan ends before its last sample");
    }
  }

  boolean bit() throws PixelDataException {
    return read(1) != 0;
  }

  int read(int bits) throws PixelDataException {
    if (count < bits) {
      fill();
    }
    int value = (int) (held >>> count - bits & (1L << bits) - 1);
    skip(bits);
    return value;
  }

  /// A number by a Golomb code of limited length (ITU-T T.87 section A.5.3).
  int golomb(int parameter, int limit, int errorBits) throws PixelDataException {
    if (count < 48) {
      fill();
    }
    long left = held << 64 - count;
    int zeros = Math.min(Long.numberOfLeadingZeros(left), count);
    int most = limit - errorBits - 1;
    if (zeros < most) {
      skip(zeros + 1);
      return parameter == 0 ? zeros : zeros << parameter | read(parameter);
    }
    if (most > count) {
      throw new PixelDataException("the JPEG-LS scan has a code that can't be");
    }
    skip(most + 1);
    return read(errorBits) + 1;
  }

  /// Where the scan's bytes end, at the latest.
  int position() {
    return at;
  }
}
