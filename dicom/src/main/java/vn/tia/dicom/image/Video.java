package vn.tia.dicom.image;

import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.image.ffmpeg.FfmpegCodec;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;

/// Single pictures out of MPEG-2, MPEG-4 and HEVC (PS3.5 sections 8.2.5 to 8.2.8), decoded by
/// FFmpeg in a process of its own, from the start of the stream up to the frame.
final class Video {

  private Video() {}

  /// A frame of a stream, counted from 0.
  ///
  /// @throws PixelDataException if the stream is broken, of another size, or has fewer frames
  static Decoded decode(Bytes stream, PixelLayout layout, TransferSyntax syntax, int frame)
      throws PixelDataException {
    Optional<String> obstacle = FfmpegDecoders.obstacle();
    if (obstacle.isPresent()) {
      return new Decoded.Undecodable(syntax, obstacle.get());
    }
    var extent = new FfmpegCodec.Extent(layout.rows(), layout.columns(), layout.samples());
    FfmpegCodec.Picture picture =
        new FfmpegCodec(FfmpegDecoders.shared()).decodeVideo(stream, extent, frame);
    if (picture.depth() > layout.format().bitsAllocated()) {
      throw new PixelDataException("the video has %d bits, the object's cells %d"
          .formatted(picture.depth(), layout.format().bitsAllocated()));
    }
    Photometric photometric = layout.samples() == 1 ? layout.photometric()
        : picture.isRgb() ? Photometric.RGB : Photometric.YBR_PARTIAL_422;
    return new Decoded.Pixels(new Samples(layout.as(photometric), picture.samples()));
  }
}
