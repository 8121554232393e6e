package vn.tia.dicom.image;

import java.util.OptionalInt;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// What the pixel data of an object looks like, by the Image Pixel module (PS3.3 section C.7.6.3).
public record PixelLayout(
    Size size, SampleFormat format, Photometric photometric, Planes planes) {

  /// Rows and columns of a frame, and how many frames there are.
  public record Size(int rows, int columns, int frames) {

    public long pixels() {
      return (long) rows * columns;
    }
  }

  /// Whether the samples of a pixel stand together or each kind in a plane of its own.
  public enum Planes {
    TOGETHER, APART
  }

  /// Reads the layout from a data set's attributes, without touching the pixel data.
  ///
  /// @throws PixelDataException if an attribute is missing or lies outside what can be
  public static PixelLayout of(Dataset dataset) throws PixelDataException {
    return of(dataset, PixelLimits.DEFAULT);
  }

  /// Reads the layout, and refuses frames beyond the limits.
  ///
  /// @throws PixelDataException if an attribute is missing or lies outside what can be
  public static PixelLayout of(Dataset dataset, PixelLimits limits) throws PixelDataException {
    Size size = size(dataset, limits);
    Photometric photometric = photometric(dataset);
    Planes planes =
        optional(dataset, Tags.PLANAR_CONFIGURATION).orElse(0) == 1
            ? Planes.APART : Planes.TOGETHER;
    return new PixelLayout(size, format(dataset), photometric, planes);
  }

  /// Reads the layout of pixel data that is stored under a tag: there is one for whole numbers and
  /// one for each kind of floating point numbers (PS3.3 sections C.7.6.24 and C.7.6.25).
  ///
  /// @throws PixelDataException if an attribute is missing or lies outside what can be
  public static PixelLayout of(Dataset dataset, Tag pixelData) throws PixelDataException {
    boolean isDouble = pixelData.equals(Tags.DOUBLE_FLOAT_PIXEL_DATA);
    if (!isDouble && !pixelData.equals(Tags.FLOAT_PIXEL_DATA)) {
      return of(dataset);
    }
    Photometric photometric = photometric(dataset);
    if (!photometric.isMonochrome()) {
      throw new PixelDataException(
          "floating point pixels are monochrome, got " + photometric.term());
    }
    int bits = isDouble ? 64 : 32;
    return new PixelLayout(size(dataset, PixelLimits.DEFAULT),
        new SampleFormat(bits, bits, bits - 1, SampleFormat.Sign.REAL),
        photometric, Planes.TOGETHER);
  }

  private static Size size(Dataset dataset, PixelLimits limits) throws PixelDataException {
    Size size =
        new Size(
            needed(dataset, Tags.ROWS, 65_535),
            needed(dataset, Tags.COLUMNS, 65_535),
            optional(dataset, Tags.NUMBER_OF_FRAMES).orElse(1));
    if (size.frames() < 1) {
      throw new PixelDataException(
          Tags.NUMBER_OF_FRAMES + " Number of Frames is above 0, got " + size.frames());
    }
    if (size.pixels() > limits.pixelsMax()) {
      throw new PixelDataException(
          "a frame of %d x %d pixels is larger than the limit of %d pixels"
              .formatted(size.rows(), size.columns(), limits.pixelsMax()));
    }
    return size;
  }

  private static Photometric photometric(Dataset dataset) throws PixelDataException {
    int samples = optional(dataset, Tags.SAMPLES_PER_PIXEL).orElse(1);
    String term = dataset.string(Tags.PHOTOMETRIC_INTERPRETATION)
        .orElse(samples == 1 ? "MONOCHROME2" : "RGB");
    Photometric photometric = Photometric.of(term).orElseThrow(() -> new PixelDataException(
        Tags.PHOTOMETRIC_INTERPRETATION + " Photometric Interpretation is "
            + (Photometric.isRetired(term)
                ? term.strip() + ", which is retired and not shown" : "not one that is known")));
    if (photometric.samples() != samples) {
      throw new PixelDataException(
          "%s has %d samples per pixel, got %d"
              .formatted(photometric.term(), photometric.samples(), samples));
    }
    return photometric;
  }

  private static SampleFormat format(Dataset dataset) throws PixelDataException {
    int allocated = needed(dataset, Tags.BITS_ALLOCATED, 32);
    int stored = optional(dataset, Tags.BITS_STORED).orElse(allocated);
    int high = optional(dataset, Tags.HIGH_BIT).orElse(stored - 1);
    SampleFormat.Sign sign =
        optional(dataset, Tags.PIXEL_REPRESENTATION).orElse(0) == 1
            ? SampleFormat.Sign.SIGNED : SampleFormat.Sign.UNSIGNED;
    if (allocated != 1 && allocated % 8 != 0 || allocated == 24) {
      throw new PixelDataException(
          Tags.BITS_ALLOCATED + " Bits Allocated is 1, 8, 16 or 32, got " + allocated);
    }
    try {
      return new SampleFormat(allocated, stored, high, sign);
    } catch (IllegalArgumentException misfit) {
      throw new PixelDataException(misfit.getMessage(), misfit);
    }
  }

  private static int needed(Dataset dataset, Tag tag, int most) throws PixelDataException {
    OptionalInt value = optional(dataset, tag);
    if (value.isEmpty() || value.getAsInt() < 1 || value.getAsInt() > most) {
      throw new PixelDataException(
          "%s is between 1 and %d, got %s"
              .formatted(tag, most, value.isPresent() ? value.getAsInt() : "nothing"));
    }
    return value.getAsInt();
  }

  private static OptionalInt optional(Dataset dataset, Tag tag) {
    return dataset.integer(tag);
  }

  public int rows() {
    return size.rows();
  }

  public int columns() {
    return size.columns();
  }

  public int frames() {
    return size.frames();
  }

  /// Samples of a pixel.
  public int samples() {
    return photometric.samples();
  }

  /// The bits of one native frame: frames of one bit a pixel follow each other without padding.
  public long frameBits() {
    int samples = photometric.isSubsampled() ? 2 : samples();
    return size.pixels() * samples * format.bitsAllocated();
  }

  /// The bytes of one native frame.
  public long frameBytes() {
    return (frameBits() + 7) / 8;
  }

  /// The same layout of a single frame.
  PixelLayout ofOneFrame() {
    return new PixelLayout(
        new Size(size.rows(), size.columns(), 1), format, photometric, planes);
  }

  /// The same layout for pixels that were decoded into another interpretation.
  PixelLayout as(Photometric other) {
    return new PixelLayout(size, format, other, planes);
  }
}
