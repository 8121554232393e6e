package vn.tia.dicom.image.ffmpeg;

import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.PixelDataException;

/// What FFmpeg decodes and encodes for this toolkit.
///
/// The caller says how large the picture is and has compared that with the codestream's own
/// header: a child decodes nothing else.
public final class FfmpegCodec {
  private static final long CODESTREAM_MAX = 1L << 30;

  private final FfmpegDecoders decoders;

  public FfmpegCodec(FfmpegDecoders decoders) {
    this.decoders = decoders;
  }

  /// The size of a picture, and how many samples each pixel has.
  public record Extent(int rows, int columns, int components) {}

  /// Decoded samples, those of a pixel together.
  ///
  /// @param depth how many bits the library's samples have, which may be more than were coded;
  ///     the coded ones are then the highest
  /// @param isRgb whether the library says that they are red, green and blue
  public record Picture(int[] samples, int depth, boolean isRgb) {}

  /// Decodes a frame of JPEG 2000, high throughput JPEG 2000 too.
  ///
  /// @throws PixelDataException if the frame can't be decoded
  public Picture decodeJpeg2000(Bytes codestream, Extent extent) throws PixelDataException {
    return picture(new Request(Request.Work.DECODE, "jpeg2000", shape(extent, 16), 0,
        codestream.toArray()));
  }

  /// Decodes the frame of a video with a number, counted from 0.
  ///
  /// @throws PixelDataException if the video is broken, or has fewer frames
  public Picture decodeVideo(Bytes video, Extent extent, int frame) throws PixelDataException {
    return picture(
        new Request(Request.Work.VIDEO, "", shape(extent, 16), frame, video.toArray()));
  }

  private Picture picture(Request request) throws PixelDataException {
    Request.Answer answer = decoders.ask(request, request.shape().bytes());
    Request.Shape shape = answer.shape();
    byte[] bytes = answer.bytes();
    int[] samples = new int[shape.rows() * shape.columns() * shape.components()];
    if (bytes.length != shape.bytes()) {
      throw new PixelDataException("the decoder process gave %d bytes".formatted(bytes.length));
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] = shape.bits() <= 8 ? bytes[i] & 0xFF
          : bytes[2 * i] & 0xFF | (bytes[2 * i + 1] & 0xFF) << 8;
    }
    return new Picture(samples, shape.bits(), answer.isRgb());
  }

  /// Encodes samples without loss as a codestream of JPEG 2000.
  ///
  /// @param bits 8 or 16, what the codestream says of its samples
  public Bytes encodeJpeg2000(int[] samples, Extent extent, int bits) throws PixelDataException {
    byte[] bytes = new byte[samples.length * bits / 8];
    for (int i = 0; i < samples.length; i++) {
      if (bits == 8) {
        bytes[i] = (byte) samples[i];
      } else {
        bytes[2 * i] = (byte) samples[i];
        bytes[2 * i + 1] = (byte) (samples[i] >> 8);
      }
    }
    Request request =
        new Request(Request.Work.ENCODE, "jpeg2000", shape(extent, bits), 0, bytes);
    return Bytes.wrap(decoders.ask(request, CODESTREAM_MAX).bytes());
  }

  private static Request.Shape shape(Extent extent, int bits) {
    return new Request.Shape(extent.rows(), extent.columns(), extent.components(), bits);
  }
}
