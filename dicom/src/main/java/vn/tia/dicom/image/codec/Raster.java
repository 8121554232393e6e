package vn.tia.dicom.image.codec;

/// Samples as a codestream holds them: whole numbers without sign, row by row, those of a pixel
/// together.
///
/// The array is the raster's own: who makes one gives it away, who reads it doesn't write.
public record Raster(Extent extent, int bits, int[] samples) {

  /// Rows, columns and samples of a pixel.
  public record Extent(int rows, int columns, int components) {

    /// How many samples there are in all.
    public int count() {
      return Math.multiplyExact(Math.multiplyExact(rows, columns), components);
    }
  }

  public Raster {
    if (samples.length != extent.count() || bits < 1 || bits > 16) {
      throw new IllegalArgumentException("%d samples of %d bits are no raster of %d x %d x %d"
          .formatted(samples.length, bits, extent.rows(), extent.columns(),
              extent.components()));
    }
  }
}
