package vn.tia.dicom.image.codec;

import java.util.Arrays;

/// The bits of a JPEG-LS scan: behind a byte FF the next has 7 bits (ITU-T T.87 section A.1).
final class JpegLsWriter {
  private byte[] bytes;
  private int size;
  private long held;
  private int count;
  private int room = 8;

  JpegLsWriter(int expectedBytes) {
    bytes = new byte[Math.max(64, expectedBytes)];
  }

  void write(int value, int bits) {
    held = held << bits | value & (1L << bits) - 1;
    count += bits;
    while (count >= room) {
      put((int) (held >>> count - room) & (1 << room) - 1);
    }
  }

  private void put(int next) {
    count -= room;
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) next;
    room = next == 0xFF ? 7 : 8;
  }

  /// A number by a Golomb code of limited length (ITU-T T.87 section A.5.3).
  void golomb(int value, int parameter, JpegLsModel model, int limit) {
    int ones = value >> parameter;
    int most = limit - model.errorBits - 1;
    if (ones < most) {
      zeros(ones);
      write(1, 1);
      write(value, parameter);
    } else {
      zeros(most);
      write(1, 1);
      write(value - 1, model.errorBits);
    }
  }

  private void zeros(int bits) {
    for (int left = bits; left > 0; left -= 16) {
      write(0, Math.min(16, left));
    }
  }

  /// All bytes, the last filled with zeros.
  byte[] finish() {
    if (count > 0) {
      write(0, room - count);
    }
    if (room == 7) {
      // A marker must not look like the second half of what stands before it.
      write(0, 7);
    }
    return Arrays.copyOf(bytes, size);
  }
}
