package vn.tia.dicom.image.ffmpeg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A decoded frame of the library, read by the description of its pixel format.
///
/// @param frame the structure `AVFrame`
/// @param format the structure `AVPixFmtDescriptor`
record LibavFrame(MemorySegment frame, MemorySegment format) {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final long LINES = 64;
  private static final long WIDTH = 104;
  private static final long HEIGHT = 108;
  private static final long FORMAT = 116;
  private static final long COMPONENTS = 24;
  private static final long COMPONENT = 20;
  private static final int BIG_ENDIAN = 1;
  private static final int PALETTE = 1 << 1;
  private static final int BITSTREAM = 1 << 2;
  private static final int RGB = 1 << 5;

  static LibavFrame of(Libav libav, MemorySegment frame) throws LibavException {
    return new LibavFrame(frame, libav.description(frame.get(INT, FORMAT)));
  }

  int width() {
    return frame.get(INT, WIDTH);
  }

  int height() {
    return frame.get(INT, HEIGHT);
  }

  int components() {
    return format.get(ValueLayout.JAVA_BYTE, 8);
  }

  boolean isRgb() {
    return (flags() & RGB) != 0;
  }

  private long flags() {
    return format.get(ValueLayout.JAVA_LONG, 16);
  }

  /// The bits of a sample.
  int depth() {
    return component(0, 4);
  }

  private int component(int number, int field) {
    return format.get(INT, COMPONENTS + number * COMPONENT + field * 4);
  }

  static void describe(MemorySegment frame, int width, int height, int pixelFormat) {
    frame.set(INT, WIDTH, width);
    frame.set(INT, HEIGHT, height);
    frame.set(INT, FORMAT, pixelFormat);
  }

  /// One row of a plane.
  MemorySegment row(int plane, int row, long bytes) {
    int stride = frame.get(INT, LINES + 4L * plane);
    return frame.get(ValueLayout.ADDRESS, 8L * plane)
        .reinterpret((long) stride * row + bytes)
        .asSlice((long) stride * row);
  }

  /// Copies the samples of the first components, those of a pixel together, in little endian.
  ///
  /// Subsampled components are repeated.
  byte[] samples(int wanted) throws LibavException {
    if ((flags() & (PALETTE | BITSTREAM)) != 0 || depth() > 16 || wanted > components()) {
      throw new LibavException("the decoder gave pixels of a format that has no plain samples");
    }
    int bytes = depth() > 8 ? 2 : 1;
    byte[] samples = new byte[Math.multiplyExact(
        Math.multiplyExact(width(), height()), wanted * bytes)];
    for (int i = 0; i < wanted; i++) {
      copy(samples, i, wanted);
    }
    return samples;
  }

  private void copy(byte[] samples, int number, int wanted) {
    int plane = component(number, 0);
    int step = component(number, 1);
    int offset = component(number, 2);
    int shift = component(number, 3);
    int mask = (1 << component(number, 4)) - 1;
    int bytes = depth() > 8 ? 2 : 1;
    boolean isChroma = !isRgb() && components() > 2 && (number == 1 || number == 2);
    int across = isChroma ? format.get(ValueLayout.JAVA_BYTE, 9) : 0;
    int down = isChroma ? format.get(ValueLayout.JAVA_BYTE, 10) : 0;
    boolean isBig = (flags() & BIG_ENDIAN) != 0;
    int width = width();
    int at = number * bytes;
    int reach = (width - 1 >> across) * step + offset + bytes;
    byte[] line = new byte[reach];
    for (int y = 0; y < height(); y++) {
      MemorySegment.copy(row(plane, y >> down, reach), ValueLayout.JAVA_BYTE, 0, line, 0, reach);
      for (int x = 0; x < width; x++) {
        int place = (x >> across) * step + offset;
        int word = line[place] & 0xFF;
        if (bytes == 2) {
          int next = line[place + 1] & 0xFF;
          word = isBig ? word << 8 | next : next << 8 | word;
        }
        int sample = word >> shift & mask;
        samples[at] = (byte) sample;
        if (bytes == 2) {
          samples[at + 1] = (byte) (sample >> 8);
        }
        at += wanted * bytes;
      }
    }
  }
}
