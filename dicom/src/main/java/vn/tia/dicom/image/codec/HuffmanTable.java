package vn.tia.dicom.image.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import vn.tia.dicom.image.PixelDataException;

/// A Huffman table of JPEG, laid out for decoding (ITU-T T.81 annexes C and F.2.2.3).
final class HuffmanTable {
  private static final int FAST_BITS = 9;
  private static final int CODE_BITS = 16;

  /// For each start of a code the symbol and its length, 0 where the code is longer.
  private final short[] fast = new short[1 << FAST_BITS];
  private final int[] largest = new int[CODE_BITS + 2];
  private final int[] shift = new int[CODE_BITS + 1];
  private final byte[] symbols;

  private HuffmanTable(byte[] symbols) {
    this.symbols = symbols;
  }

  /// Reads the counts and symbols of one table.
  static HuffmanTable read(ByteBuffer in) throws PixelDataException {
    if (in.remaining() < CODE_BITS) {
      throw new PixelDataException("a Huffman table is cut short");
    }
    int[] counts = new int[CODE_BITS + 1];
    int total = 0;
    for (int length = 1; length <= CODE_BITS; length++) {
      counts[length] = in.get() & 0xFF;
      total += counts[length];
    }
    if (total > 256 || total > in.remaining()) {
      throw new PixelDataException("a Huffman table has %d symbols".formatted(total));
    }
    byte[] symbols = new byte[total];
    in.get(symbols);
    HuffmanTable table = new HuffmanTable(symbols);
    table.layOut(counts);
    return table;
  }

  private void layOut(int[] counts) throws PixelDataException {
    int code = 0;
    int symbol = 0;
    Arrays.fill(largest, -1);
    largest[CODE_BITS + 1] = Integer.MAX_VALUE;
    for (int length = 1; length <= CODE_BITS; length++) {
      shift[length] = symbol - code;
      for (int i = 0; i < counts[length]; i++, code++, symbol++) {
        if (code >= 1 << length) {
          throw new PixelDataException("a Huffman table has more codes than fit");
        }
        if (length <= FAST_BITS) {
          int from = code << FAST_BITS - length;
          short entry = (short) (length << 8 | symbols[symbol] & 0xFF);
          Arrays.fill(fast, from, from + (1 << FAST_BITS - length), entry);
        }
        largest[length] = code;
      }
      code <<= 1;
    }
  }

  /// The next symbol.
  int decode(JpegBits bits) throws PixelDataException {
    int next = bits.peek16();
    int entry = fast[next >> CODE_BITS - FAST_BITS];
    if (entry != 0) {
      bits.skip(entry >> 8);
      return entry & 0xFF;
    }
    for (int length = FAST_BITS + 1; length <= CODE_BITS; length++) {
      int code = next >> CODE_BITS - length;
      if (code <= largest[length]) {
        bits.skip(length);
        int place = code + shift[length];
        if (place < 0 || place >= symbols.length) {
          break;
        }
        return symbols[place] & 0xFF;
      }
    }
    throw new PixelDataException("the JPEG stream has a code that no table has");
  }
}
