package vn.tia.dicom.image;

import java.util.List;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.codec.Jpeg2000Header;
import vn.tia.dicom.image.codec.Raster;
import vn.tia.dicom.image.ffmpeg.FfmpegCodec;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;

/// Frames of JPEG 2000 and of its high throughput form (PS3.5 sections A.4.4 and A.4.9), decoded
/// by FFmpeg in a process of its own.
final class Jpeg2000 {
  private static final int BITS_MAX = 16;

  /// Where the size of the first component's samples stands in a codestream.
  private static final int SAMPLE_SIZES = 42;

  private Jpeg2000() {}

  /// The samples of a frame whose own header says what the data set says.
  ///
  /// @throws PixelDataException if the two differ, or the frame is broken
  static Samples decode(Bytes codestream, PixelLayout layout) throws PixelDataException {
    Jpeg2000Header header = Jpeg2000Header.read(codestream);
    check(header, layout);
    Raster.Extent extent = header.extent();
    FfmpegCodec.Picture picture = new FfmpegCodec(FfmpegDecoders.shared()).decodeJpeg2000(
        codestream, new FfmpegCodec.Extent(extent.rows(), extent.columns(), layout.samples()));
    Jpeg2000Header.Component component = header.components().getFirst();
    int down = picture.depth() - component.bits();
    if (down < 0) {
      throw new PixelDataException("the decoder gave %d bits of %d"
          .formatted(picture.depth(), component.bits()));
    }
    // The library adds half the range to signed samples too.
    int middle = component.isSigned() ? 1 << component.bits() - 1 : 0;
    int[] samples = picture.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = layout.format().sample((samples[i] >> down) - middle);
    }
    return new Samples(layout.as(photometric(header, layout)), samples);
  }

  private static void check(Jpeg2000Header header, PixelLayout layout) throws PixelDataException {
    Raster.Extent extent = header.extent();
    List<Jpeg2000Header.Component> components = header.components();
    if (extent.rows() != layout.rows() || extent.columns() != layout.columns()
        || components.size() < layout.samples()) {
      throw new PixelDataException(
          "the JPEG 2000 frame has %d x %d pixels of %d samples, the object %d x %d of %d"
              .formatted(extent.rows(), extent.columns(), components.size(), layout.rows(),
                  layout.columns(), layout.samples()));
    }
    int bits = components.getFirst().bits();
    if (bits > Math.min(BITS_MAX, layout.format().bitsAllocated())) {
      throw new PixelDataException("the JPEG 2000 frame has %d bits, the object's cells %d"
          .formatted(bits, layout.format().bitsAllocated()));
    }
    if (components.stream().anyMatch(each -> !each.equals(components.getFirst()))) {
      throw new PixelDataException("the components of the JPEG 2000 frame differ in kind");
    }
  }

  /// A decoder undoes the transform of colours, so that what comes out is red, green and blue.
  private static Photometric photometric(Jpeg2000Header header, PixelLayout layout) {
    return switch (layout.photometric()) {
      case YBR_ICT, YBR_RCT -> Photometric.RGB;
      case YBR_FULL, YBR_FULL_422, YBR_PARTIAL_422, YBR_PARTIAL_420 ->
          header.transform() == Jpeg2000Header.Transform.NONE
              ? Photometric.YBR_FULL : Photometric.RGB;
      case MONOCHROME1, MONOCHROME2, PALETTE_COLOR, RGB -> layout.photometric();
    };
  }

  /// The codestream of samples, without loss.
  ///
  /// The library writes 8 or 16 bits without sign. Samples are moved so that the middle of their
  /// range lies in the middle of the library's, and the header is then told the truth: decoders
  /// undo the shift by what they read there.
  static Bytes encode(Samples samples) throws PixelDataException {
    SampleFormat format = samples.layout().format();
    int bits = format.bitsStored();
    int written = bits <= 8 ? 8 : 16;
    int middle = (1 << written - 1) - (format.isSigned() ? 0 : 1 << bits - 1);
    int[] values = samples.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] += middle;
    }
    byte[] codestream = new FfmpegCodec(FfmpegDecoders.shared()).encodeJpeg2000(values,
        new FfmpegCodec.Extent(samples.rows(), samples.columns(), samples.channels()), written)
        .toArray();
    for (int i = 0; i < samples.channels(); i++) {
      codestream[SAMPLE_SIZES + 3 * i] = (byte) (bits - 1 | (format.isSigned() ? 0x80 : 0));
    }
    return Bytes.wrap(codestream);
  }
}
