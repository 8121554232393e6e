package vn.tia.dicom.image;

import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// The colours of a PALETTE COLOR object (PS3.3 section C.7.6.3.1.5), whole or in segments.
record Palette(Lut red, Lut green, Lut blue) {

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
            Tags.SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA)))
        .fitted();
  }

  /// The colours that a grey object lays over part of its values, such as perfusion over anatomy
  /// (PS3.3 section C.7.6.19); empty where it has none.
  static Optional<Palette> supplemental(Dataset dataset) throws PixelDataException {
    boolean isColored = dataset.string(Tags.PIXEL_PRESENTATION)
        .filter(term -> term.equals("COLOR") || term.equals("MIXED")).isPresent();
    return isColored && dataset.contains(Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR)
        ? Optional.of(of(dataset)) : Optional.empty();
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
    int bits = Math.clamp(facts.get().get(2), 1, 16);
    int[] entries = new PaletteSegments(segments, bits > 8 ? 2 : 1).entries();
    return Lut.of(facts.get().get(1), bits, entries);
  }

  /// Some devices announce 16 bits and write colours of 8: shown as said, all would be black.
  private Palette fitted() {
    int greatest = Math.max(red.greatest(), Math.max(green.greatest(), blue.greatest()));
    return greatest < 256 && red.bits() == 16
        ? new Palette(red.withBits(8), green.withBits(8), blue.withBits(8)) : this;
  }

  /// A colour of 8 bits, as 0xRRGGBB.
  int rgb(double value) {
    return shade(red, value) << 16 | shade(green, value) << 8 | shade(blue, value);
  }

  /// Whether a value lies before all that the palette is for.
  boolean isBefore(double value) {
    return red.isBefore(value);
  }

  private static int shade(Lut lut, double value) {
    int entry = lut.at(value);
    return lut.bits() > 8 ? entry >> lut.bits() - 8 & 0xFF : entry & 0xFF;
  }
}
