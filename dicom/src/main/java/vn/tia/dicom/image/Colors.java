package vn.tia.dicom.image;

/// Turns samples of three channels into red, green and blue of 8 bits (PS3.3 C.7.6.3.1.2).
final class Colors {

  private Colors() {}

  static byte[] rgb(Samples samples) throws PixelDataException {
    byte[] bytes = new byte[samples.count()];
    int down = samples.layout().format().bitsStored() - 8;
    for (int i = 0; i < bytes.length; i++) {
      int sample = samples.at(i);
      bytes[i] = (byte) (down >= 0 ? sample >>> down : sample * 255 / ((1 << 8 + down) - 1));
    }
    switch (samples.photometric()) {
      case RGB -> { }
      case YBR_FULL, YBR_FULL_422 -> fromYbr(bytes, FULL);
      case YBR_PARTIAL_422 -> fromYbr(bytes, PARTIAL);
      case YBR_PARTIAL_420, YBR_ICT, YBR_RCT, MONOCHROME1, MONOCHROME2, PALETTE_COLOR ->
          throw new PixelDataException(
              samples.photometric().term() + " is not one of decoded samples of three channels");
    }
    return bytes;
  }

  /// The numbers of one way from brightness and colour differences to red, green and blue.
  private record Matrix(double black, double gain, Chroma chroma) {}

  private record Chroma(double red, double greenBlue, double greenRed, double blue) {}

  /// Over all 256 values.
  private static final Matrix FULL =
      new Matrix(0, 1, new Chroma(1.402, -0.344136, -0.714136, 1.772));

  /// Brightness over 220 values from 16 on, colour over 225 (ITU-R BT.601).
  private static final Matrix PARTIAL =
      new Matrix(16, 1.164384, new Chroma(1.596027, -0.391762, -0.812968, 2.017232));

  private static void fromYbr(byte[] bytes, Matrix matrix) {
    Chroma chroma = matrix.chroma();
    for (int i = 0; i + 2 < bytes.length; i += 3) {
      double y = ((bytes[i] & 0xFF) - matrix.black()) * matrix.gain();
      double cb = (bytes[i + 1] & 0xFF) - 128;
      double cr = (bytes[i + 2] & 0xFF) - 128;
      bytes[i] = shade(y + chroma.red() * cr);
      bytes[i + 1] = shade(y + chroma.greenBlue() * cb + chroma.greenRed() * cr);
      bytes[i + 2] = shade(y + chroma.blue() * cb);
    }
  }

  private static byte shade(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }
}
