package vn.tia.dicom.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Tags;

/// Where the basic offset table and the fragments of encapsulated pixel data lie (PS3.5 A.4).
///
/// @param table the content of the basic offset table, maybe nothing
/// @param origin the place that offsets count from: the first item behind the table
/// @param fragments the contents of the items, in order
record FragmentIndex(Bytes table, long origin, List<Span> fragments) {
  private static final int ITEM_HEADER = 8;

  FragmentIndex {
    fragments = List.copyOf(fragments);
  }

  /// Walks over the items from one to the next, reading 8 bytes of each.
  ///
  /// An item that ends behind the source is kept as far as it is there: files get cut short.
  ///
  /// @throws PixelDataException if something other than an item stands where one must
  static FragmentIndex scan(PixelSource source, long start, PixelLimits limits)
      throws IOException {
    long end = source.length();
    List<Span> items = new ArrayList<>();
    long at = start;
    while (at + ITEM_HEADER <= end) {
      ByteBuffer header = source.read(at, ITEM_HEADER).buffer(ByteOrder.LITTLE_ENDIAN);
      int tag = header.getShort() << 16 | header.getShort() & 0xFFFF;
      long length = Integer.toUnsignedLong(header.getInt());
      if (tag == Tags.SEQUENCE_DELIMITATION_ITEM.code()) {
        break;
      }
      if (tag != Tags.ITEM.code()) {
        throw new PixelDataException(
            "byte %d of the pixel data is no item: got tag %08X".formatted(at - start, tag));
      }
      if (items.size() > limits.fragmentsMax()) {
        throw new PixelDataException(
            "the pixel data has more than %d fragments".formatted(limits.fragmentsMax()));
      }
      at += ITEM_HEADER;
      items.add(new Span(at, Math.min(length, end - at)));
      at += length;
    }
    return of(source, items, limits);
  }

  private static FragmentIndex of(PixelSource source, List<Span> items, PixelLimits limits)
      throws IOException {
    if (items.isEmpty()) {
      return new FragmentIndex(Bytes.EMPTY, 0, List.of());
    }
    Span first = items.getFirst();
    int tableBytes = (int) Math.min(first.length(), 4L * limits.fragmentsMax());
    Bytes table = source.read(first.offset(), tableBytes);
    return new FragmentIndex(table, first.end(), items.subList(1, items.size()));
  }

  /// The fragments whose items start at the offsets, empty where an offset hits none.
  ///
  /// The result has the number of a fragment for each offset.
  List<Integer> starting(long[] offsets) {
    List<Integer> starts = new ArrayList<>();
    int fragment = 0;
    for (long offset : offsets) {
      long place = origin + offset + ITEM_HEADER;
      while (fragment < fragments.size() && fragments.get(fragment).offset() < place) {
        fragment++;
      }
      if (fragment == fragments.size() || fragments.get(fragment).offset() != place) {
        return List.of();
      }
      starts.add(fragment);
    }
    return starts;
  }

  /// The offsets of the basic offset table: numbers of 32 bits without sign.
  long[] offsets() {
    ByteBuffer numbers = table.buffer(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[table.length() / 4];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = Integer.toUnsignedLong(numbers.getInt());
    }
    return offsets;
  }
}
