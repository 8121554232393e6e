package vn.tia.dicom.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import vn.tia.dicom.data.Bytes;

/// RLE compression of one frame (PS3.5 annex G): each byte of each sample is a segment of its own.
public final class RunLength {
  private static final int HEADER = 64;
  private static final int SEGMENTS_MAX = 15;
  private static final int RUN_MAX = 128;

  private RunLength() {}

  /// The frame's segments, each unpacked to `planeBytes` bytes: the most significant byte first.
  ///
  /// Bytes beyond a plane are dropped; memory is taken only once the segments can fill it.
  ///
  /// @throws PixelDataException if a segment lies outside the frame or ends before its plane does
  public static byte[][] decode(Bytes frame, int segments, int planeBytes)
      throws PixelDataException {
    int[] bounds = bounds(frame, segments);
    for (int i = 0; i < segments; i++) {
      long most = (long) (bounds[i + 1] - bounds[i]) * (RUN_MAX / 2);
      if (most < planeBytes) {
        throw new PixelDataException(
            "RLE segment %d of %d bytes can't hold a plane of %d bytes"
                .formatted(i + 1, bounds[i + 1] - bounds[i], planeBytes));
      }
    }
    byte[] packed = frame.toArray();
    byte[][] planes = new byte[segments][];
    for (int i = 0; i < segments; i++) {
      planes[i] = unpack(packed, bounds[i], bounds[i + 1], planeBytes);
    }
    return planes;
  }

  /// Where each segment starts, and where the last one ends.
  private static int[] bounds(Bytes frame, int segments) throws PixelDataException {
    if (frame.length() < HEADER) {
      throw new PixelDataException(
          "an RLE header has 64 bytes, the frame has " + frame.length());
    }
    ByteBuffer header = frame.buffer(ByteOrder.LITTLE_ENDIAN);
    int count = header.getInt();
    if (count != segments) {
      throw new PixelDataException(
          "the RLE header says %d segments, the pixels need %d".formatted(count, segments));
    }
    int[] bounds = new int[segments + 1];
    for (int i = 0; i < segments; i++) {
      bounds[i] = header.getInt();
      int least = i == 0 ? HEADER : bounds[i - 1] + 1;
      if (bounds[i] < least || bounds[i] >= frame.length()) {
        throw new PixelDataException(
            "RLE segment %d starts at byte %d of %d, which is not after the one before"
                .formatted(i + 1, Integer.toUnsignedLong(bounds[i]), frame.length()));
      }
    }
    bounds[segments] = frame.length();
    return bounds;
  }

  private static byte[] unpack(byte[] packed, int from, int to, int planeBytes)
      throws PixelDataException {
    byte[] plane = new byte[planeBytes];
    int at = from;
    int filled = 0;
    while (filled < planeBytes && at < to) {
      int code = packed[at++];
      if (code >= 0) {
        int run = Math.min(Math.min(code + 1, to - at), planeBytes - filled);
        System.arraycopy(packed, at, plane, filled, run);
        at += code + 1;
        filled += run;
      } else if (code != -128 && at < to) {
        int end = Math.min(filled + 1 - code, planeBytes);
        Arrays.fill(plane, filled, end, packed[at++]);
        filled = end;
      }
    }
    if (filled < planeBytes) {
      throw new PixelDataException(
          "an RLE segment ends after %d of %d bytes".formatted(filled, planeBytes));
    }
    return plane;
  }

  /// Packs planes of bytes into one frame; no run crosses from one row into the next.
  public static Bytes encode(byte[][] planes, int rowBytes) {
    if (planes.length < 1 || planes.length > SEGMENTS_MAX) {
      throw new IllegalArgumentException(
          "an RLE frame has 1 to 15 segments, got " + planes.length);
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(planes.length);
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    for (byte[] plane : planes) {
      header.putInt(HEADER + segments.size());
      for (int row = 0; row < plane.length; row += rowBytes) {
        packRow(plane, row, Math.min(row + rowBytes, plane.length), segments);
      }
      if (segments.size() % 2 != 0) {
        segments.write(0);
      }
    }
    byte[] frame = new byte[HEADER + segments.size()];
    System.arraycopy(header.array(), 0, frame, 0, HEADER);
    System.arraycopy(segments.toByteArray(), 0, frame, HEADER, segments.size());
    return Bytes.wrap(frame);
  }

  private static void packRow(byte[] plane, int from, int to, ByteArrayOutputStream out) {
    int at = from;
    while (at < to) {
      int run = run(plane, at, to);
      if (run > 1) {
        out.write(1 - run);
        out.write(plane[at]);
        at += run;
      } else {
        int end = literalEnd(plane, at, to);
        out.write(end - at - 1);
        out.write(plane, at, end - at);
        at = end;
      }
    }
  }

  private static int run(byte[] plane, int from, int to) {
    int end = from + 1;
    while (end < to && end - from < RUN_MAX && plane[end] == plane[from]) {
      end++;
    }
    return end - from;
  }

  /// A literal goes on until three equal bytes follow: two would not pay for the break.
  private static int literalEnd(byte[] plane, int from, int to) {
    int end = from + 1;
    while (end < to && end - from < RUN_MAX && run(plane, end, Math.min(to, end + 3)) < 3) {
      end++;
    }
    return end;
  }
}
