package vn.tia.dicom.image;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/// A kind of file that pictures are written as: those of WADO-RS rendered (PS3.18 table 8.7.4-1).
public sealed interface PictureFormat {
  PictureFormat PNG = new PngFile();
  PictureFormat GIF = new GifFile();

  /// The quality from which on colour is as sharp as brightness.
  float WHOLE_COLOUR = 0.9f;

  /// The form that the JDK keeps the header of a JPEG file in.
  String JPEG_METADATA = "javax_imageio_jpeg_image_1.0";

  /// JPEG of the quality where flaws can't be seen in grey pictures: 90, as `dcmj2pnm` has it.
  PictureFormat JPEG = new JpegFile(90);

  /// Without loss.
  record PngFile() implements PictureFormat {}

  /// Grey without loss, colours by a palette of 256.
  record GifFile() implements PictureFormat {}

  /// With loss, the less the higher the quality, from 1 to 100.
  record JpegFile(int quality) implements PictureFormat {

    /// @throws IllegalArgumentException if the quality is none
    public JpegFile {
      if (quality < 1 || quality > 100) {
        throw new IllegalArgumentException(
            "the quality of JPEG is between 1 and 100, got " + quality);
      }
    }
  }

  default String mediaType() {
    return switch (this) {
      case PngFile _ -> "image/png";
      case GifFile _ -> "image/gif";
      case JpegFile _ -> "image/jpeg";
    };
  }

  /// Writes a picture to a stream, which stays open.
  ///
  /// @throws PixelDataException if a side is longer than the format takes
  default void write(Picture picture, OutputStream out) throws IOException {
    switch (this) {
      case PngFile _ -> Png.write(picture, out);
      case GifFile _ -> write("gif", 1, picture, out);
      case JpegFile(int quality) -> write("jpeg", quality / 100f, picture, out);
    }
  }

  private static void write(String name, float quality, Picture picture, OutputStream out)
      throws IOException {
    if (Math.max(picture.columns(), picture.rows()) > 65_500) {
      throw new PixelDataException("a picture of %d x %d pixels is longer than %s files take"
          .formatted(picture.columns(), picture.rows(), name));
    }
    boolean isJpeg = name.equals("jpeg");
    boolean isGray = picture.color() == Picture.Color.GRAY;
    ColorModel model = !isJpeg && isGray ? grays() : components(picture.color());
    var image = new BufferedImage(model, raster(picture), false, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName(name).next();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
      if (isJpeg) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
      }
      if (isJpeg && !isGray && quality >= WHOLE_COLOUR) {
        sampleColourWhole(metadata);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, metadata), param);
    } finally {
      writer.dispose();
    }
  }

  /// Keeps the colour of each pixel, where JPEG as usual has one for four: letters and the borders
  /// of a Doppler would smear.
  private static void sampleColourWhole(IIOMetadata metadata) throws IOException {
    Node tree = metadata.getAsTree(JPEG_METADATA);
    NodeList components = ((Element) tree).getElementsByTagName("componentSpec");
    for (int i = 0; i < components.getLength(); i++) {
      Element component = (Element) components.item(i);
      component.setAttribute("HsamplingFactor", "1");
      component.setAttribute("VsamplingFactor", "1");
    }
    metadata.setFromTree(JPEG_METADATA, tree);
  }

  private static ColorModel components(Picture.Color color) {
    int space = color == Picture.Color.GRAY ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    return new ComponentColorModel(ColorSpace.getInstance(space), false, false,
        Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
  }

  private static ColorModel grays() {
    byte[] shades = new byte[256];
    for (int i = 0; i < shades.length; i++) {
      shades[i] = (byte) i;
    }
    return new IndexColorModel(8, shades.length, shades, shades, shades);
  }

  private static WritableRaster raster(Picture picture) {
    byte[] bytes = picture.samples().toArray();
    int step = picture.color().samples();
    return Raster.createInterleavedRaster(new DataBufferByte(bytes, bytes.length),
        picture.columns(), picture.rows(), picture.columns() * step, step,
        IntStream.range(0, step).toArray(), new Point());
  }
}
