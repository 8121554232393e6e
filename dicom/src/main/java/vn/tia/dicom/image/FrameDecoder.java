package vn.tia.dicom.image;

import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;

/// Decodes the bytes of one frame into samples.
///
/// Native pixel data, RLE and 8-bit JPEG are decoded with what the JDK has; the answer for all
/// else is a value that says so.
public final class FrameDecoder {

  private FrameDecoder() {}

  /// What the bytes of a frame hold, as [Frames#read] gives them.
  ///
  /// @throws PixelDataException if the bytes are not what the layout and the syntax say
  public static Decoded decode(Bytes frame, PixelLayout layout, TransferSyntax syntax)
      throws PixelDataException {
    if (layout.format().isReal()) {
      return new Decoded.Reals(RealSamples.of(frame, layout));
    }
    if (!syntax.isEncapsulated() || isEncapsulatedNative(syntax)) {
      return new Decoded.Pixels(NativeCodec.decode(frame, layout));
    }
    if (syntax.uid().equals(Uids.RLE_LOSSLESS)) {
      return runLength(frame, layout);
    }
    if (syntax.uid().equals(Uids.JPEG_BASELINE_8_BIT)
        || syntax.uid().equals(Uids.JPEG_EXTENDED_12_BIT)) {
      return Jpeg.decode(frame, layout, syntax);
    }
    return new Decoded.Undecodable(syntax, "there is no decoder for " + syntax.name());
  }

  private static boolean isEncapsulatedNative(TransferSyntax syntax) {
    return syntax.uid().equals(Uids.ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static Decoded runLength(Bytes frame, PixelLayout layout) throws PixelDataException {
    int cellBytes = layout.format().bitsAllocated() / 8;
    if (cellBytes == 0 || layout.photometric().isSubsampled()) {
      throw new PixelDataException("RLE packs whole bytes of %s without subsampling, got %d bits"
          .formatted(layout.photometric().term(), layout.format().bitsAllocated()));
    }
    int samples = layout.samples();
    int pixels = (int) layout.size().pixels();
    byte[][] planes = RunLength.decode(frame, samples * cellBytes, pixels);
    int[] values = new int[pixels * samples];
    for (int sample = 0; sample < samples; sample++) {
      for (int i = 0; i < pixels; i++) {
        int cell = 0;
        for (int part = 0; part < cellBytes; part++) {
          cell = cell << 8 | planes[sample * cellBytes + part][i] & 0xFF;
        }
        values[i * samples + sample] = layout.format().sample(cell);
      }
    }
    return new Decoded.Pixels(new Samples(layout, values));
  }
}
