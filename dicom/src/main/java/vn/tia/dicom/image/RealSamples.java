package vn.tia.dicom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import vn.tia.dicom.data.Bytes;

/// The pixels of one frame of (7FE0,0008) Float or (7FE0,0009) Double Float Pixel Data, row by
/// row (PS3.3 sections C.7.6.24 and C.7.6.25). Values may be infinite or no numbers.
public final class RealSamples implements GrayValues {
  private final PixelLayout layout;
  private final Bytes bytes;
  private final ByteBuffer cells;

  private RealSamples(PixelLayout layout, Bytes bytes) {
    this.layout = layout;
    this.bytes = bytes;
    this.cells = bytes.buffer(ByteOrder.LITTLE_ENDIAN);
  }

  /// @throws PixelDataException if there are fewer bytes than the layout takes
  static RealSamples of(Bytes frame, PixelLayout layout) throws PixelDataException {
    if (frame.length() < layout.frameBytes()) {
      throw new PixelDataException(
          "a frame has %d bytes, got %d".formatted(layout.frameBytes(), frame.length()));
    }
    return new RealSamples(layout, frame);
  }

  public PixelLayout layout() {
    return layout;
  }

  @Override
  public int rows() {
    return layout.rows();
  }

  @Override
  public int columns() {
    return layout.columns();
  }

  @Override
  public int count() {
    return (int) layout.size().pixels();
  }

  @Override
  public double number(int index) {
    return layout.format().bitsAllocated() == 64
        ? cells.getDouble(8 * index) : cells.getFloat(4 * index);
  }

  /// The values as they are stored, in little endian.
  public Bytes bytes() {
    return bytes;
  }
}
