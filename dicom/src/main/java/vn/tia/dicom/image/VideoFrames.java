package vn.tia.dicom.image;

import java.io.IOException;
import java.util.Objects;
import vn.tia.dicom.data.Bytes;

/// Frames of a video: one stream over all fragments, in which no frame stands alone (PS3.5 section
/// 8.2.5).
final class VideoFrames implements Frames {
  /// How long a video may be to be decoded: it goes to the decoder as a whole.
  private static final long BYTES_MAX = 256L << 20;

  private final EncapsulatedFrames stream;
  private final PixelLayout layout;

  VideoFrames(EncapsulatedFrames stream, PixelLayout layout) {
    this.stream = stream;
    this.layout = layout;
  }

  @Override
  public int count() {
    return layout.frames();
  }

  @Override
  public PixelLayout layout() {
    return layout;
  }

  /// The whole stream, whichever frame is asked for.
  @Override
  public Bytes read(int frame) throws IOException {
    Objects.checkIndex(frame, count());
    if (stream.bytes(0) > BYTES_MAX) {
      throw new PixelDataException("a video of %d bytes is larger than the limit of %d"
          .formatted(stream.bytes(0), BYTES_MAX));
    }
    return stream.read(0);
  }
}
