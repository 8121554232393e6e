package vn.tia.dicom.image;

import vn.tia.dicom.data.Bytes;

/// Packs native frames into RLE and back, byte by byte: all bits of the cells stay, those beside
/// the sample too (PS3.5 section G.2).
final class RunLengthCells {
  private RunLengthCells() {}

  /// A native frame in little endian, packed.
  ///
  /// @throws PixelDataException if RLE has no form for its cells, or bytes are missing
  static Bytes pack(Bytes frame, PixelLayout layout) throws PixelDataException {
    Cells cells = Cells.of(layout);
    if (frame.length() < layout.frameBytes()) {
      throw new PixelDataException(
          "a frame has %d bytes, got %d".formatted(layout.frameBytes(), frame.length()));
    }
    byte[][] planes = new byte[cells.segments()][cells.pixels];
    for (int segment = 0; segment < planes.length; segment++) {
      for (int pixel = 0; pixel < cells.pixels; pixel++) {
        planes[segment][pixel] = frame.at(cells.place(segment, pixel));
      }
    }
    return RunLength.encode(planes, layout.columns());
  }

  /// A packed frame as native cells in little endian.
  ///
  /// @throws PixelDataException if RLE has no form for its cells, or the bytes are no such frame
  static Bytes unpack(Bytes frame, PixelLayout layout) throws PixelDataException {
    Cells cells = Cells.of(layout);
    byte[][] planes = RunLength.decode(frame, cells.segments(), cells.pixels);
    byte[] bytes = new byte[Math.toIntExact(layout.frameBytes())];
    for (int segment = 0; segment < planes.length; segment++) {
      for (int pixel = 0; pixel < cells.pixels; pixel++) {
        bytes[cells.place(segment, pixel)] = planes[segment][pixel];
      }
    }
    return Bytes.wrap(bytes);
  }

  /// Where the bytes of a native frame stand.
  private record Cells(int pixels, int samples, int bytes, PixelLayout.Planes planes) {

    static Cells of(PixelLayout layout) throws PixelDataException {
      int bits = layout.format().bitsAllocated();
      if (bits < 8 || layout.photometric().isSubsampled()) {
        throw new PixelDataException(
            "RLE packs whole bytes of %s without subsampling, got %d bits"
                .formatted(layout.photometric().term(), bits));
      }
      if (layout.frameBytes() > Integer.MAX_VALUE - 8) {
        throw new PixelDataException(
            "a frame of %d bytes is too long".formatted(layout.frameBytes()));
      }
      return new Cells(
          (int) layout.size().pixels(), layout.samples(), bits / 8, layout.planes());
    }

    int segments() {
      return samples * bytes;
    }

    /// The place of the byte that a segment has for a pixel; the first segment of each sample is
    /// its most significant byte.
    int place(int segment, int pixel) {
      int sample = segment / bytes;
      int part = bytes - 1 - segment % bytes;
      int cell = planes == PixelLayout.Planes.APART
          ? sample * pixels + pixel : pixel * samples + sample;
      return cell * bytes + part;
    }
  }
}
