package vn.tia.dicom.image;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;

/// Makes pictures of 8 bits from samples, by the rules that the data set has for them.
///
/// Overlays and the shape of pixels are the matter of [ImageObject], which knows the whole object.
public final class Renderer {
  private static final int TABLE_BITS_MAX = 16;

  private Renderer() {}

  /// The picture as the object wants to be seen.
  ///
  /// @param dataset the attributes that hold for the frame: see [FrameAttributes]
  /// @throws PixelDataException if the colours can't be made
  public static Picture render(Dataset dataset, Samples samples) throws PixelDataException {
    return render(dataset, samples, Tone.OWN);
  }

  /// The picture through a window of grey values; colours don't heed it.
  ///
  /// @throws PixelDataException if the colours can't be made
  public static Picture render(Dataset dataset, Samples samples, Window window)
      throws PixelDataException {
    return render(dataset, samples, new Tone.Through(window));
  }

  /// The picture in a tone; colours don't heed it.
  ///
  /// @throws PixelDataException if the colours can't be made, or there is no such tone
  public static Picture render(Dataset dataset, Samples samples, Tone tone)
      throws PixelDataException {
    Picture.Color color =
        samples.photometric().isMonochrome() && Palette.supplemental(dataset).isEmpty()
            ? Picture.Color.GRAY : Picture.Color.RGB;
    byte[] pixels = color == Picture.Color.GRAY
        ? gray(dataset, samples, tone) : rgb(dataset, samples, tone);
    return new Picture(samples.columns(), samples.rows(), color, Bytes.wrap(pixels));
  }

  /// The picture of floating point values in a tone.
  ///
  /// @throws PixelDataException if there is no such tone
  public static Picture render(Dataset dataset, RealSamples samples, Tone tone)
      throws PixelDataException {
    DoubleUnaryOperator brightness =
        new GrayScale(dataset, samples, samples.layout()).brightness(tone);
    byte[] shades = new byte[samples.count()];
    for (int i = 0; i < shades.length; i++) {
      shades[i] = (byte) Math.round(255 * brightness.applyAsDouble(samples.number(i)));
    }
    return new Picture(
        samples.columns(), samples.rows(), Picture.Color.GRAY, Bytes.wrap(shades));
  }

  /// The picture with the planes of its overlays in white.
  static Picture draw(Picture picture, List<OverlayPlane> planes) {
    if (planes.isEmpty()) {
      return picture;
    }
    byte[] pixels = picture.samples().toArray();
    var size = new PixelLayout.Size(picture.rows(), picture.columns(), 1);
    planes.forEach(plane -> plane.draw(pixels, size, picture.color().samples()));
    return new Picture(
        picture.columns(), picture.rows(), picture.color(), Bytes.wrap(pixels));
  }

  private static byte[] gray(Dataset dataset, Samples samples, Tone tone)
      throws PixelDataException {
    SampleFormat format = samples.layout().format();
    DoubleUnaryOperator brightness =
        new GrayScale(dataset, samples, samples.layout()).brightness(tone);
    IntUnaryOperator shade = sample ->
        (int) Math.round(255 * brightness.applyAsDouble(format.number(sample)));
    return format.bitsStored() <= TABLE_BITS_MAX
        ? byTable(samples, shade) : oneByOne(samples, shade);
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

  private static byte[] rgb(Dataset dataset, Samples samples, Tone tone)
      throws PixelDataException {
    if (samples.photometric() == Photometric.PALETTE_COLOR) {
      return colored(Palette.of(dataset), samples, Optional.empty());
    }
    return samples.photometric().isMonochrome()
        ? colored(Palette.supplemental(dataset).orElseThrow(), samples,
            Optional.of(gray(dataset, samples, tone)))
        : Colors.rgb(samples);
  }

  /// The colours of a palette; values before it stay grey where there are shades for them.
  private static byte[] colored(Palette palette, Samples samples, Optional<byte[]> shades) {
    byte[] rgb = new byte[samples.count() * 3];
    for (int i = 0; i < samples.count(); i++) {
      double value = samples.number(i);
      int color = shades.isPresent() && palette.isBefore(value)
          ? (shades.get()[i] & 0xFF) * 0x010101 : palette.rgb(value);
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    return rgb;
  }
}
