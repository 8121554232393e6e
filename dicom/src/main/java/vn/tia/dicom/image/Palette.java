package vn.tia.dicom.image;

import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// The colours of a PALETTE COLOR object (PS3.3 section C.7.6.3.1.5), whole or in segments.
record Palette(Lut red, Lut green, Lut blue) {
  private static final int ENTRIES_MAX = 65_536;

  static Palette of(Dataset dataset) throws PixelDataException {
    return new Palette(
        channel(dataset, new Channel(Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            Tags.SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA)),
        channel(dataset, new Channel(Tags.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            Tags.GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            Tags.SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA)),
        channel(dataset, new Channel(Tags.BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            Tags.BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            Tags.SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA)));
  }

  private record Channel(Tag descriptor, Tag data, Tag segments) {}

  private static Lut channel(Dataset dataset, Channel channel) throws PixelDataException {
    Optional<Bytes> segments = dataset.bytes(channel.segments()).filter(bytes -> !bytes.isEmpty());
    Optional<Lut> lut = segments.isPresent()
        ? segmented(dataset, channel, segments.get())
        : Lut.of(dataset.get(channel.descriptor()), dataset.bytes(channel.data()));
    return lut.orElseThrow(() -> new PixelDataException(
        "the palette has no data in " + channel.data() + " that its descriptor fits"));
  }

  private static Optional<Lut> segmented(Dataset dataset, Channel channel, Bytes segments)
      throws PixelDataException {
    var facts = dataset.get(channel.descriptor()).map(Lut::numbers);
    if (facts.isEmpty() || facts.get().size() < 3) {
      return Optional.empty();
    }
    ShortBuffer words = segments.buffer(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    int bits = Math.clamp(facts.get().get(2), 1, 16);
    return Lut.of(facts.get().get(1), bits, new Expansion(words).run());
  }

  /// A colour of 8 bits, as 0xRRGGBB.
  int rgb(double value) {
    return shade(red, value) << 16 | shade(green, value) << 8 | shade(blue, value);
  }

  private static int shade(Lut lut, double value) {
    int entry = lut.at(value);
    return lut.bits() > 8 ? entry >> lut.bits() - 8 & 0xFF : entry & 0xFF;
  }

  /// Unpacks segments: runs of entries, lines to an entry, copies (PS3.3 section C.7.9.2).
  private static final class Expansion {
    private final ShortBuffer words;
    private int[] entries = new int[256];
    private int count;

    Expansion(ShortBuffer words) {
      this.words = words;
    }

    int[] run() throws PixelDataException {
      while (words.remaining() >= 2) {
        int kind = words.get();
        int length = words.get() & 0xFFFF;
        switch (kind) {
          case 0 -> discrete(length);
          case 1 -> line(length);
          default -> throw new PixelDataException(
              "palette segment %d is of kind %d, which is not handled".formatted(count, kind));
        }
      }
      return Arrays.copyOf(entries, count);
    }

    private void discrete(int length) throws PixelDataException {
      for (int i = 0; i < length && words.hasRemaining(); i++) {
        add(words.get() & 0xFFFF);
      }
    }

    private void line(int length) throws PixelDataException {
      if (count == 0 || !words.hasRemaining()) {
        throw new PixelDataException("a palette's line starts or ends nowhere");
      }
      int from = entries[count - 1];
      int to = words.get() & 0xFFFF;
      for (int i = 1; i <= length; i++) {
        add((int) Math.round(from + (double) (to - from) * i / length));
      }
    }

    private void add(int entry) throws PixelDataException {
      if (count == ENTRIES_MAX) {
        throw new PixelDataException("a palette has more than 65536 entries");
      }
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, count * 2);
      }
      entries[count++] = entry;
    }
  }
}
