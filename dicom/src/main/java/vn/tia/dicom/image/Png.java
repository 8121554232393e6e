package vn.tia.dicom.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import vn.tia.dicom.data.Bytes;

/// Writes pictures as PNG files (ISO/IEC 15948).
///
/// Each row takes the filter that leaves the smallest differences: pictures of scanners then take
/// half the room that they take without.
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int CHUNK_BYTES = 64 * 1024;

  /// The filters of a row, in the order of their numbers.
  private enum Filter {
    NONE, SUB, UP, AVERAGE, PAETH;

    int predict(int left, int up, int corner) {
      return switch (this) {
        case NONE -> 0;
        case SUB -> left;
        case UP -> up;
        case AVERAGE -> (left + up) >> 1;
        case PAETH -> paeth(left, up, corner);
      };
    }

    private static int paeth(int left, int up, int corner) {
      int guess = left + up - corner;
      int toLeft = Math.abs(guess - left);
      int toUp = Math.abs(guess - up);
      int toCorner = Math.abs(guess - corner);
      if (toLeft <= toUp && toLeft <= toCorner) {
        return left;
      }
      return toUp <= toCorner ? up : corner;
    }
  }

  private static final Filter[] TRIED = {Filter.NONE, Filter.SUB, Filter.UP, Filter.PAETH};

  private Png() {}

  /// The picture as the bytes of a PNG file.
  public static Bytes of(Picture picture) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(picture.samples().length() / 2 + 256);
    try {
      write(picture, out);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory takes all bytes", impossible);
    }
    return Bytes.wrap(out.toByteArray());
  }

  /// Writes the picture to a stream, which stays open.
  public static void write(Picture picture, OutputStream out) throws IOException {
    out.write(SIGNATURE);
    int type = picture.color() == Picture.Color.GRAY ? 0 : 2;
    ByteBuffer header = ByteBuffer.allocate(13)
        .putInt(picture.columns()).putInt(picture.rows())
        .put((byte) 8).put((byte) type);
    chunk(out, "IHDR", header.array(), 13);
    try (OutputStream data = new DataChunks(out)) {
      compress(picture, data);
    }
    chunk(out, "IEND", new byte[0], 0);
  }

  private static void compress(Picture picture, OutputStream out) throws IOException {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
    try {
      DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater, CHUNK_BYTES);
      writeRows(picture, packed);
      packed.finish();
    } finally {
      deflater.end();
    }
  }

  private static void writeRows(Picture picture, OutputStream out) throws IOException {
    int step = picture.color().samples();
    int width = picture.columns() * step;
    byte[] before = new byte[width];
    byte[] best = new byte[width + 1];
    byte[] tried = new byte[width + 1];
    for (int y = 0; y < picture.rows(); y++) {
      byte[] row = picture.samples().slice(y * width, width).toArray();
      long least = Long.MAX_VALUE;
      for (Filter filter : TRIED) {
        long cost = filter(filter, row, before, new Line(tried, step));
        if (cost < least) {
          least = cost;
          byte[] swap = best;
          best = tried;
          tried = swap;
        }
      }
      out.write(best);
      before = row;
    }
  }

  /// Where a filtered row goes, and how far the pixel on the left is.
  private record Line(byte[] target, int step) {}

  /// Filters a row, and returns the sum of what is left of it.
  private static long filter(Filter filter, byte[] row, byte[] before, Line line) {
    byte[] target = line.target();
    target[0] = (byte) filter.ordinal();
    long cost = 0;
    for (int i = 0; i < row.length; i++) {
      int left = i < line.step() ? 0 : row[i - line.step()] & 0xFF;
      int corner = i < line.step() ? 0 : before[i - line.step()] & 0xFF;
      byte rest = (byte) (row[i] - filter.predict(left, before[i] & 0xFF, corner));
      target[i + 1] = rest;
      cost += Math.abs(rest);
    }
    return cost;
  }

  private static void chunk(OutputStream out, String type, byte[] data, int length)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    DataOutputStream numbers = new DataOutputStream(out);
    numbers.writeInt(length);
    numbers.write(name);
    numbers.write(data, 0, length);
    numbers.writeInt((int) crc.getValue());
    numbers.flush();
  }

  /// Cuts a stream of compressed data into chunks.
  private static final class DataChunks extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[CHUNK_BYTES];
    private int filled;

    DataChunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      int at = from;
      int left = count;
      while (left > 0) {
        int part = Math.min(left, buffer.length - filled);
        System.arraycopy(bytes, at, buffer, filled, part);
        filled += part;
        at += part;
        left -= part;
        if (filled == buffer.length) {
          emit();
        }
      }
    }

    private void emit() throws IOException {
      if (filled > 0) {
        chunk(out, "IDAT", buffer, filled);
        filled = 0;
      }
    }

    /// Writes what is left, and leaves the stream behind open.
    @Override
    public void close() throws IOException {
      emit();
    }
  }
}
