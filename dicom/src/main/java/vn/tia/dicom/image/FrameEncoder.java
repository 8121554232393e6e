package vn.tia.dicom.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.image.codec.JpegLsEncoder;
import vn.tia.dicom.image.codec.Raster;

/// Encodes decoded frames in the transfer syntaxes that this toolkit writes: native, RLE, JPEG-LS
/// lossless, JPEG 2000 lossless, and baseline JPEG with loss.
final class FrameEncoder {
  private final TransferSyntax target;
  private final int quality;

  /// @param quality of baseline JPEG, from 1 to 100
  FrameEncoder(TransferSyntax target, int quality) {
    this.target = target;
    this.quality = quality;
  }

  /// A frame in its new form.
  ///
  /// @param photometric what its samples mean, and what the data set has to say of them
  record Encoded(Bytes bytes, Photometric photometric) {}

  /// Whether this toolkit writes pixel data of a transfer syntax.
  static boolean writes(TransferSyntax syntax) {
    return switch (PixelCoding.of(syntax)) {
      case NATIVE -> !syntax.isEncapsulated();
      case RUN_LENGTH -> true;
      case JPEG_LS -> syntax.uid().equals(Uids.JPEGLS_LOSSLESS);
      case JPEG_2000 -> syntax.uid().equals(Uids.JPEG2000_LOSSLESS);
      case JPEG -> syntax.uid().equals(Uids.JPEG_BASELINE_8_BIT);
      case VIDEO, UNKNOWN -> false;
    };
  }

  /// @throws PixelDataException if the target has no form for such samples
  Encoded encode(Samples samples) throws IOException {
    if (!writes(target)) {
      throw new PixelDataException("this toolkit doesn't write " + target.name());
    }
    Photometric plain = plain(samples.photometric());
    return switch (PixelCoding.of(target)) {
      case NATIVE -> new Encoded(samples.toBytes(PixelLayout.Planes.TOGETHER), plain);
      case RUN_LENGTH -> new Encoded(RunLengthCells.pack(
          samples.toBytes(PixelLayout.Planes.TOGETHER), together(samples.layout(), plain)), plain);
      case JPEG_LS -> new Encoded(jpegLs(samples), plain);
      case JPEG_2000 -> jpeg2000(samples, plain);
      case JPEG -> jpeg(samples);
      case VIDEO, UNKNOWN -> throw new IllegalStateException(target.name());
    };
  }

  /// Decoded samples are all there, one of each kind for each pixel.
  private static Photometric plain(Photometric decoded) throws PixelDataException {
    return switch (decoded) {
      case YBR_FULL_422 -> Photometric.YBR_FULL;
      case YBR_PARTIAL_422, YBR_PARTIAL_420 -> throw new PixelDataException(
          decoded.term() + " has no form without subsampling");
      case MONOCHROME1, MONOCHROME2, PALETTE_COLOR, RGB, YBR_FULL, YBR_ICT, YBR_RCT -> decoded;
    };
  }

  private static PixelLayout together(PixelLayout layout, Photometric photometric) {
    return new PixelLayout(
        layout.size(), layout.format(), photometric, PixelLayout.Planes.TOGETHER);
  }

  private static void checkBits(Samples samples, String name, int most)
      throws PixelDataException {
    int bits = samples.layout().format().bitsStored();
    if (bits > most) {
      throw new PixelDataException("%s has up to %d bits, got %d".formatted(name, most, bits));
    }
  }

  private static Bytes jpegLs(Samples samples) throws PixelDataException {
    checkBits(samples, "JPEG-LS", 16);
    int bits = Math.max(2, samples.layout().format().bitsStored());
    int[] cells = samples.toArray();
    for (int i = 0; i < cells.length; i++) {
      cells[i] &= (1 << bits) - 1;
    }
    return JpegLsEncoder.encode(new Raster(JpegLs.extent(samples.layout()), bits, cells));
  }

  private static Encoded jpeg2000(Samples samples, Photometric plain) throws PixelDataException {
    checkBits(samples, "JPEG 2000", 16);
    if (plain == Photometric.YBR_FULL) {
      throw new PixelDataException(
          "JPEG 2000 is written of grey, palette and RGB, not of " + plain.term());
    }
    return new Encoded(Jpeg2000.encode(samples),
        samples.channels() == 3 ? Photometric.YBR_RCT : plain);
  }

  private Encoded jpeg(Samples samples) throws IOException {
    checkBits(samples, "baseline JPEG", 8);
    if (samples.layout().format().isSigned()
        || samples.photometric() == Photometric.PALETTE_COLOR) {
      throw new PixelDataException("baseline JPEG has neither signed samples nor palettes");
    }
    boolean isGray = samples.channels() == 1;
    Bytes shades = isGray ? samples.toBytes(PixelLayout.Planes.TOGETHER)
        : Bytes.wrap(Colors.rgb(samples));
    var picture = new Picture(samples.columns(), samples.rows(),
        isGray ? Picture.Color.GRAY : Picture.Color.RGB, shades);
    var out = new ByteArrayOutputStream();
    new PictureFormat.JpegFile(quality).write(picture, out);
    return new Encoded(Bytes.wrap(out.toByteArray()),
        isGray ? samples.photometric() : Photometric.YBR_FULL_422);
  }
}
