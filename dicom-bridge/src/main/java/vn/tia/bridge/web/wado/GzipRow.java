package vn.tia.bridge.web.wado;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Packed texts in a row as one gzip stream (RFC 1952), without packing anything anew.
final class GzipRow {

  private static final byte[] HEAD = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  /// The polynomial of CRC-32, its lowest power first.
  private static final int POLYNOMIAL = 0xEDB88320;

  private final OutputStream out;
  private int crc;
  private long bytes;

  GzipRow(OutputStream out) throws IOException {
    this.out = out;
    out.write(HEAD);
  }

  void add(PackedJson text) throws IOException {
    text.copyPacked(out);
    count(text.crc(), text.plainBytes());
  }

  /// Adds a few letters, in a block that isn't packed.
  void add(String letters) throws IOException {
    var plain = letters.getBytes(StandardCharsets.US_ASCII);
    out.write(0);
    out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) plain.length).putShort((short) ~plain.length).array());
    out.write(plain);
    var own = new CRC32();
    own.update(plain);
    count((int) own.getValue(), plain.length);
  }

  void end() throws IOException {
    out.write(new byte[] {3, 0});
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
        .putInt(crc).putInt((int) bytes).array());
  }

  private void count(int nextCrc, long nextBytes) {
    crc = combined(crc, nextCrc, nextBytes);
    bytes += nextBytes;
  }

  /// The CRC of two texts in a row: that of the first, moved on by the bits of the second, which
  /// is a multiplication by x^(8n) modulo the polynomial.
  static int combined(int first, int second, long secondBytes) {
    int power = 1 << 23;
    int factor = 1 << 31;
    for (long left = secondBytes; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        factor = product(power, factor);
      }
      power = product(power, power);
    }
    return product(factor, first) ^ second;
  }

  /// The product of two polynomials modulo that of CRC-32; the highest bit is x^0.
  private static int product(int one, int other) {
    int product = 0;
    int shifted = other;
    for (int bit = 31; bit >= 0; bit--) {
      if ((one >>> bit & 1) == 1) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 1 ? shifted >>> 1 ^ POLYNOMIAL : shifted >>> 1;
    }
    return product;
  }
}
