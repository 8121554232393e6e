package vn.tia.dicom.image;

import vn.tia.dicom.data.Bytes;

/// The decoded pixels of one frame: whole numbers, row by row, the samples of a pixel together.
///
/// Signed samples are signed; of 32 unsigned bits those beyond 2^31 are negative, which
/// [SampleFormat#number] puts right.
public final class Samples implements GrayValues {
  private final PixelLayout layout;
  private final int[] values;

  /// Takes the array as it is: who calls gives it away.
  Samples(PixelLayout layout, int[] values) {
    if (values.length != layout.size().pixels() * layout.samples()) {
      throw new IllegalArgumentException(
          "%d samples are not those of the frame".formatted(values.length));
    }
    this.layout = layout;
    this.values = values;
  }

  /// What the samples look like; its photometric interpretation is that after decoding.
  public PixelLayout layout() {
    return layout;
  }

  @Override
  public int rows() {
    return layout.rows();
  }

  @Override
  public int columns() {
    return layout.columns();
  }

  /// Samples per pixel.
  public int channels() {
    return layout.samples();
  }

  public Photometric photometric() {
    return layout.photometric();
  }

  /// How many samples there are in all.
  @Override
  public int count() {
    return values.length;
  }

  /// A sample by its place in the whole: `(row * columns + column) * channels + channel`.
  public int at(int index) {
    return values[index];
  }

  /// The number that a sample stands for, by its place in the whole.
  @Override
  public double number(int index) {
    return layout.format().number(values[index]);
  }

  /// The samples as native pixel data in little endian, one plane after the other or those of a
  /// pixel together; of one bit, eight to a byte.
  ///
  /// Cells have the sample at their lower end, so that the high bit is below the bits stored.
  public Bytes toBytes(PixelLayout.Planes planes) {
    return NativeCodec.encode(this, planes);
  }

  /// A copy of all samples.
  public int[] toArray() {
    return values.clone();
  }
}
