package vn.tia.dicom.image;

import java.util.Arrays;
import vn.tia.dicom.data.Bytes;

/// Unpacks the segments of a palette: runs of entries, lines to an entry, and segments from
/// before again (PS3.3 section C.7.9.2).
final class PaletteSegments {
  private static final int ENTRIES_MAX = 65_536;

  private static final int RUN = 0;
  private static final int LINE = 1;
  private static final int AGAIN = 2;

  private final Bytes data;
  private final int unit;
  private int[] entries = new int[256];
  private int count;

  /// @param unit bytes of an entry, a kind and a length: 1 or 2
  PaletteSegments(Bytes data, int unit) {
    this.data = data;
    this.unit = unit;
  }

  /// All entries, in order.
  ///
  /// @throws PixelDataException if a segment is none, or there are more entries than can be
  int[] entries() throws PixelDataException {
    int at = 0;
    // One byte may be left over to make the length even; no segment is that short.
    while (at + 2 < units()) {
      at = word(at) == AGAIN ? again(at) : segment(at);
    }
    return Arrays.copyOf(entries, count);
  }

  private int units() {
    return data.length() / unit;
  }

  private int word(int at) throws PixelDataException {
    if (at < 0 || at >= units()) {
      throw new PixelDataException("a palette segment ends behind the %d bytes of its data"
          .formatted(data.length()));
    }
    int low = data.at(at * unit) & 0xFF;
    return unit == 1 ? low : low | (data.at(at * 2 + 1) & 0xFF) << 8;
  }

  /// Unpacks the run or line at a place, and returns the place behind it.
  private int segment(int at) throws PixelDataException {
    int kind = word(at);
    int length = word(at + 1);
    if (length == 0) {
      throw new PixelDataException("a palette segment at entry %d is empty".formatted(count));
    }
    return switch (kind) {
      case RUN -> {
        for (int i = 0; i < length; i++) {
          add(word(at + 2 + i));
        }
        yield at + 2 + length;
      }
      case LINE -> {
        line(length, word(at + 2));
        yield at + 3;
      }
      case AGAIN -> throw new PixelDataException("a palette segment repeats one that repeats");
      default -> throw new PixelDataException(
          "palette segment of kind %d at entry %d is none that is known".formatted(kind, count));
    };
  }

  /// Repeats segments that stood before: so many of them, from a byte offset of 32 bits on.
  private int again(int at) throws PixelDataException {
    int words = 4 / unit;
    long offset = 0;
    for (int i = words - 1; i >= 0; i--) {
      offset = offset << 8 * unit | word(at + 2 + i);
    }
    int from = offset / unit < at ? (int) (offset / unit) : -1;
    for (int i = word(at + 1); i > 0; i--) {
      from = segment(from);
    }
    return at + 2 + words;
  }

  private void line(int length, int to) throws PixelDataException {
    if (count == 0) {
      throw new PixelDataException("a palette starts with a line from nowhere");
    }
    int from = entries[count - 1];
    for (int i = 1; i <= length; i++) {
      add((int) Math.round(from + (double) (to - from) * i / length));
    }
  }

  private void add(int entry) throws PixelDataException {
    if (count == ENTRIES_MAX) {
      throw new PixelDataException("a palette has more than %d entries".formatted(ENTRIES_MAX));
    }
    if (count == entries.length) {
      entries = Arrays.copyOf(entries, count * 2);
    }
    entries[count++] = entry;
  }
}
