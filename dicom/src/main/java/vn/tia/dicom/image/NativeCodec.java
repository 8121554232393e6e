package vn.tia.dicom.image;

import vn.tia.dicom.data.Bytes;

/// Turns uncompressed cells into samples: all bit depths, planes together or apart.
final class NativeCodec {

  private NativeCodec() {}

  /// The samples of one frame whose bytes stand in little endian order.
  ///
  /// @throws PixelDataException if there are fewer bytes than the layout takes
  static Samples decode(Bytes frame, PixelLayout layout) throws PixelDataException {
    if (frame.length() < layout.frameBytes()) {
      throw new PixelDataException(
          "a frame has %d bytes, got %d".formatted(layout.frameBytes(), frame.length()));
    }
    byte[] bytes = frame.toArray();
    if (layout.photometric().isSubsampled()) {
      return subsampled(bytes, layout);
    }
    int[] cells = cells(bytes, layout);
    SampleFormat format = layout.format();
    for (int i = 0; i < cells.length; i++) {
      cells[i] = format.sample(cells[i]);
    }
    boolean apart = layout.planes() == PixelLayout.Planes.APART && layout.samples() > 1;
    return new Samples(layout, apart ? together(cells, layout.samples()) : cells);
  }

  private static int[] cells(byte[] bytes, PixelLayout layout) {
    int[] cells = new int[(int) (layout.size().pixels() * layout.samples())];
    switch (layout.format().bitsAllocated()) {
      case 1 -> {
        for (int i = 0; i < cells.length; i++) {
          cells[i] = bytes[i >> 3] >> (i & 7) & 1;
        }
      }
      case 8 -> {
        for (int i = 0; i < cells.length; i++) {
          cells[i] = bytes[i] & 0xFF;
        }
      }
      case 16 -> {
        for (int i = 0; i < cells.length; i++) {
          cells[i] = bytes[2 * i] & 0xFF | (bytes[2 * i + 1] & 0xFF) << 8;
        }
      }
      default -> {
        for (int i = 0; i < cells.length; i++) {
          cells[i] = bytes[4 * i] & 0xFF | (bytes[4 * i + 1] & 0xFF) << 8
              | (bytes[4 * i + 2] & 0xFF) << 16 | bytes[4 * i + 3] << 24;
        }
      }
    }
    return cells;
  }

  /// Brings planes together: all of the first sample, then all of the second.
  static int[] together(int[] planes, int samples) {
    int pixels = planes.length / samples;
    int[] values = new int[planes.length];
    for (int sample = 0; sample < samples; sample++) {
      for (int i = 0; i < pixels; i++) {
        values[i * samples + sample] = planes[sample * pixels + i];
      }
    }
    return values;
  }

  /// The cells of samples in little endian, each sample at the lower end of its cell.
  static Bytes encode(Samples samples, PixelLayout.Planes planes) {
    int count = samples.count();
    int bits = samples.layout().format().bitsAllocated();
    int channels = samples.channels();
    int pixels = count / channels;
    byte[] bytes = new byte[Math.toIntExact(((long) count * bits + 7) / 8)];
    for (int i = 0; i < count; i++) {
      int at = planes == PixelLayout.Planes.APART && channels > 1
          ? i % channels * pixels + i / channels : i;
      int sample = samples.at(i);
      if (bits == 1) {
        bytes[at >> 3] |= (byte) ((sample & 1) << (at & 7));
        continue;
      }
      for (int part = 0; part < bits / 8; part++) {
        bytes[at * bits / 8 + part] = (byte) (sample >> 8 * part);
      }
    }
    return Bytes.wrap(bytes);
  }

  /// Two brightnesses and the colour that they share, for each two pixels of a row.
  private static Samples subsampled(byte[] bytes, PixelLayout layout) throws PixelDataException {
    if (layout.format().bitsAllocated() != 8 || layout.columns() % 2 != 0) {
      throw new PixelDataException(
          "%s has 8 bits and an even number of columns, got %d and %d".formatted(
              layout.photometric().term(), layout.format().bitsAllocated(), layout.columns()));
    }
    int[] values = new int[(int) (layout.size().pixels() * 3)];
    for (int pair = 0; pair < values.length / 6; pair++) {
      for (int i = 0; i < 2; i++) {
        values[pair * 6 + i * 3] = bytes[pair * 4 + i] & 0xFF;
        values[pair * 6 + i * 3 + 1] = bytes[pair * 4 + 2] & 0xFF;
        values[pair * 6 + i * 3 + 2] = bytes[pair * 4 + 3] & 0xFF;
      }
    }
    return new Samples(layout, values);
  }
}
