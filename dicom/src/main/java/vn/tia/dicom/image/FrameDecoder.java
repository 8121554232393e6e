package vn.tia.dicom.image;

import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;

/// Decodes the bytes of one frame into samples.
///
/// Native pixel data, RLE, JPEG and JPEG-LS are decoded in Java, JPEG 2000 by FFmpeg in a process
/// of its own; the answer for all else is a value that says so. A frame of a video can't be
/// decoded without those before it: see [ImageFile#decode].
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
    return switch (PixelCoding.of(syntax)) {
      case NATIVE -> new Decoded.Pixels(NativeCodec.decode(frame, layout));
      case RUN_LENGTH -> runLength(frame, layout);
      case JPEG -> Jpeg.decode(frame, layout, syntax);
      case JPEG_LS -> new Decoded.Pixels(JpegLs.decode(frame, layout));
      case JPEG_2000 -> jpeg2000(frame, layout, syntax);
      case VIDEO, UNKNOWN ->
          new Decoded.Undecodable(syntax, "there is no decoder for " + syntax.name());
    };
  }

  private static Decoded jpeg2000(Bytes frame, PixelLayout layout, TransferSyntax syntax)
      throws PixelDataException {
    Optional<String> obstacle = FfmpegDecoders.obstacle();
    return obstacle.isPresent() ? new Decoded.Undecodable(syntax, obstacle.get())
        : new Decoded.Pixels(Jpeg2000.decode(frame, layout));
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
