package vn.tia.dicom.image;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;

/// Makes pictures of 8 bits from samples, by the rules that the data set has for them.
public final class Renderer {
  private static final int TABLE_BITS_MAX = 16;

  private Renderer() {}

  /// The picture as the object wants to be seen.
  ///
  /// @param dataset the attributes that hold for the frame: see [FrameAttributes]
  /// @throws PixelDataException if the colours can't be made
  public static Picture render(Dataset dataset, Samples samples) throws PixelDataException {
    return samples.photometric().isMonochrome()
        ? gray(samples, new GrayScale(dataset, samples).byDefault())
        : color(dataset, samples);
  }

  /// The picture through a window of grey values; colours don't heed it.
  ///
  /// @throws PixelDataException if the colours can't be made
  public static Picture render(Dataset dataset, Samples samples, Window window)
      throws PixelDataException {
    return samples.photometric().isMonochrome()
        ? gray(samples, new GrayScale(dataset, samples).with(window))
        : color(dataset, samples);
  }

  private static Picture gray(Samples samples, DoubleUnaryOperator brightness) {
    SampleFormat format = samples.layout().format();
    IntUnaryOperator shade = sample ->
        (int) Math.round(255 * brightness.applyAsDouble(format.number(sample)));
    byte[] shades = format.bitsStored() <= TABLE_BITS_MAX
        ? byTable(samples, shade) : oneByOne(samples, shade);
    return new Picture(
        samples.columns(), samples.rows(), Picture.Color.GRAY, Bytes.wrap(shades));
  }

  /// Works each possible value out once: a picture has more pixels than values.
  private static byte[] byTable(Samples samples, IntUnaryOperator shade) {
    SampleFormat format = samples.layout().format();
    byte[] table = new byte[1 << format.bitsStored()];
    int lowest = (int) format.lowest();
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) shade.applyAsInt(lowest + i);
    }
    byte[] shades = new byte[samples.count()];
    for (int i = 0; i < shades.length; i++) {
      shades[i] = table[samples.at(i) - lowest];
    }
    return shades;
  }

  private static byte[] oneByOne(Samples samples, IntUnaryOperator shade) {
    byte[] shades = new byte[samples.count()];
    for (int i = 0; i < shades.length; i++) {
      shades[i] = (byte) shade.applyAsInt(samples.at(i));
    }
    return shades;
  }

  private static Picture color(Dataset dataset, Samples samples) throws PixelDataException {
    byte[] rgb = samples.photometric() == Photometric.PALETTE_COLOR
        ? palette(Palette.of(dataset), samples) : Colors.rgb(samples);
    return new Picture(samples.columns(), samples.rows(), Picture.Color.RGB, Bytes.wrap(rgb));
  }

  private static byte[] palette(Palette palette, Samples samples) {
    SampleFormat format = samples.layout().format();
    byte[] rgb = new byte[samples.count() * 3];
    for (int i = 0; i < samples.count(); i++) {
      int color = palette.rgb(format.number(samples.at(i)));
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return rgb;
  }
}
