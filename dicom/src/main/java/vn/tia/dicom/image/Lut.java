package vn.tia.dicom.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Element;

/// A look-up table of an object (PS3.3 section C.11.1.1); what lies outside meets its ends.
///
/// The descriptor is believed only as far as the data goes: it announces, the data is.
final class Lut {
  private static final int ENTRIES_MAX = 65_536;

  private final int first;
  private final int bits;
  private final int[] entries;

  private Lut(int first, int bits, int[] entries) {
    this.first = first;
    this.bits = bits;
    this.entries = entries;
  }

  /// The table that a descriptor and data make, empty where there is nothing to look up.
  static Optional<Lut> of(Optional<Element> descriptor, Optional<Bytes> data) {
    if (descriptor.isEmpty() || data.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> facts = numbers(descriptor.get());
    if (facts.size() < 3) {
      return Optional.empty();
    }
    int announced = facts.getFirst() == 0 ? ENTRIES_MAX : facts.getFirst() & 0xFFFF;
    int bits = Math.clamp(facts.get(2), 1, 16);
    return of(facts.get(1), bits, entries(data.get(), announced));
  }

  static Optional<Lut> of(int first, int bits, int[] entries) {
    return entries.length == 0 ? Optional.empty() : Optional.of(new Lut(first, bits, entries));
  }

  static List<Integer> numbers(Element element) {
    return element.strings().stream().map(digits -> (int) Double.parseDouble(digits)).toList();
  }

  /// Entries take 16 bits each, or 8 where the data has just as many bytes.
  private static int[] entries(Bytes data, int announced) {
    boolean single = data.length() == announced || data.length() == announced + 1;
    int count = Math.min(announced, single ? data.length() : data.length() / 2);
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      int low = data.at(single ? i : 2 * i) & 0xFF;
      entries[i] = single ? low : low | (data.at(2 * i + 1) & 0xFF) << 8;
    }
    return entries;
  }

  /// The entry for a value.
  int at(double value) {
    return entries[(int) Math.clamp(value - first, 0, entries.length - 1)];
  }

  /// The entry at a share of the table, from 0 for its first to 1 for its last.
  int share(double share) {
    return entries[(int) Math.round(Math.clamp(share, 0, 1) * (entries.length - 1))];
  }

  /// Whether a value lies before all that the table is for.
  boolean isBefore(double value) {
    return value < first;
  }

  /// The greatest of the entries.
  int greatest() {
    return Arrays.stream(entries).max().orElse(0);
  }

  /// The same table with entries of so many bits.
  Lut withBits(int other) {
    return new Lut(first, other, entries);
  }

  /// How many bits an entry has.
  int bits() {
    return bits;
  }

  /// The greatest number that an entry can be.
  int highest() {
    return (1 << bits) - 1;
  }
}
