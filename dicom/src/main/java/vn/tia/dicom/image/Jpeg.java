package vn.tia.dicom.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.codec.HuffmanJpeg;

/// JPEG frames (PS3.5 section A.4.1): those of 8 bits are decoded by the JDK's own reader, those
/// of 12 bits and lossless ones by ours.
///
/// The frame header is checked first: a stream whose size differs from the object's is refused
/// before anything is allocated for it.
final class Jpeg {
  /// A block of 64 pixels takes one bit at the very least; twice that much is never reached.
  private static final int PIXELS_PER_BYTE_MAX = 1024;

  private static final int LOSSLESS = 3;
  private static final int SOI = 0xD8;
  private static final int SOS = 0xDA;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;

  private Jpeg() {}

  /// What a codestream says of itself before its first scan.
  ///
  /// @param transform the colour transform that an Adobe mark names, -1 where there is none
  private record Header(Frame frame, boolean hasJfif, int transform) {}

  /// The frame header.
  ///
  /// @param process its number: 0 baseline, 1 extended, 2 progressive, 3 lossless …
  private record Frame(int process, int precision, int rows, int columns, int components) {}

  static Decoded decode(Bytes stream, PixelLayout layout, TransferSyntax syntax)
      throws PixelDataException {
    Header header = header(stream);
    Frame frame = header.frame();
    boolean isOurs = frame.process() == LOSSLESS || frame.process() == 1 && frame.precision() == 12;
    if (!isOurs && (frame.precision() != 8 || frame.process() > 2)) {
      return new Decoded.Undecodable(syntax, "there is no decoder for JPEG process %d with %d bits"
          .formatted(frame.process(), frame.precision()));
    }
    check(frame, layout);
    if (isOurs) {
      Samples samples =
          JpegLs.samples(HuffmanJpeg.decode(stream, JpegLs.extent(layout)), layout);
      return new Decoded.Pixels(frame.process() == LOSSLESS ? samples
          : new Samples(layout.as(photometric(layout, header)), samples.toArray()));
    }
    if (layout.size().pixels() > (long) PIXELS_PER_BYTE_MAX * stream.length()) {
      throw new PixelDataException("%d bytes of JPEG can't hold %d pixels"
          .formatted(stream.length(), layout.size().pixels()));
    }
    int[] samples = samples(stream, layout);
    return new Decoded.Pixels(new Samples(layout.as(photometric(layout, header)), samples));
  }

  private static void check(Frame frame, PixelLayout layout) throws PixelDataException {
    if (frame.rows() != layout.rows() || frame.columns() != layout.columns()
        || frame.components() != layout.samples()) {
      throw new PixelDataException(
          "the JPEG frame has %d x %d pixels of %d samples, the object %d x %d of %d".formatted(
              frame.rows(), frame.columns(), frame.components(),
              layout.rows(), layout.columns(), layout.samples()));
    }
    if (layout.format().bitsAllocated() < frame.precision()) {
      throw new PixelDataException("JPEG of %d bits doesn't fit into %d bits allocated"
          .formatted(frame.precision(), layout.format().bitsAllocated()));
    }
  }

  /// What the samples mean: the object says so, but a codestream that says otherwise is right.
  private static Photometric photometric(PixelLayout layout, Header header) {
    if (layout.samples() == 1) {
      return layout.photometric();
    }
    if (layout.photometric() == Photometric.RGB) {
      boolean isYbr = header.transform() == 1 || header.transform() < 0 && header.hasJfif();
      return isYbr ? Photometric.YBR_FULL : Photometric.RGB;
    }
    return header.transform() == 0 ? Photometric.RGB : Photometric.YBR_FULL;
  }

  private static int[] samples(Bytes stream, PixelLayout layout) throws PixelDataException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new IllegalStateException("this Java has no JPEG reader");
    }
    ImageReader reader = readers.next();
    try (InputStream bytes = stream.stream();
        ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      int[] samples = raster.getPixels(0, 0, layout.columns(), layout.rows(), (int[]) null);
      if (samples.length != layout.size().pixels() * layout.samples()) {
        throw new PixelDataException("the JPEG reader gave %d samples".formatted(samples.length));
      }
      return samples;
    } catch (PixelDataException known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      // The reader answers broken streams with many kinds of exceptions, some of them unchecked.
      throw new PixelDataException(
          "the JPEG stream is broken: " + broken.getClass().getSimpleName(), broken);
    } finally {
      reader.dispose();
    }
  }

  /// Walks over the marker segments up to the first scan.
  private static Header header(Bytes stream) throws PixelDataException {
    ByteBuffer in = stream.buffer(ByteOrder.BIG_ENDIAN);
    if (in.remaining() < 4 || (in.getShort() & 0xFFFF) != (0xFF00 | SOI)) {
      throw new PixelDataException("a JPEG stream starts with FFD8");
    }
    boolean hasJfif = false;
    int transform = -1;
    while (in.remaining() >= 4) {
      int marker = marker(in);
      int length = in.remaining() < 2 ? 0 : in.getShort() & 0xFFFF;
      if (marker == SOS || length < 2 || length - 2 > in.remaining()) {
        break;
      }
      ByteBuffer segment = in.slice(in.position(), length - 2);
      if (isFrame(marker) && segment.remaining() >= 6) {
        return new Header(frame(marker, segment), hasJfif, transform);
      }
      hasJfif |= marker == APP0 && starts(segment, "JFIF");
      if (marker == APP14 && starts(segment, "Adobe") && segment.remaining() >= 12) {
        transform = segment.get(11);
      }
      in.position(in.position() + length - 2);
    }
    throw new PixelDataException("the JPEG stream has no frame header");
  }

  private static int marker(ByteBuffer in) throws PixelDataException {
    int at = in.position();
    if (in.get() != (byte) 0xFF) {
      throw new PixelDataException("byte %d of the JPEG stream is no marker".formatted(at));
    }
    int marker = 0xFF;
    // Any number of FF may stand before a marker.
    while (marker == 0xFF && in.hasRemaining()) {
      marker = in.get() & 0xFF;
    }
    return marker;
  }

  /// FFC0 to FFCF are frame headers, apart from three that define tables.
  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static Frame frame(int marker, ByteBuffer segment) {
    return new Frame(marker - 0xC0, segment.get(0) & 0xFF, segment.getShort(1) & 0xFFFF,
        segment.getShort(3) & 0xFFFF, segment.get(5) & 0xFF);
  }

  private static boolean starts(ByteBuffer segment, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (i >= segment.remaining() || segment.get(i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
