package vn.tia.dicom.image;

import java.util.Arrays;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as an RLE frame. The first three say how many segments the pixels have
/// and how long a plane is.
///
/// They are refused with a [PixelDataException], or make planes that are packed and unpacked again
/// without a change.
public final class RunLengthTarget {
  private static final int PARAMETERS = 3;

  private RunLengthTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length >= PARAMETERS) {
      Trial.run(() -> unpack(input));
    }
  }

  private static void unpack(byte[] input) {
    int segments = 1 + (input[0] & 0xFF) % 15;
    int planeBytes = 1 + ((input[1] & 0xFF) << 8 | input[2] & 0xFF);
    byte[][] planes;
    try {
      planes = RunLength.decode(
          Bytes.wrap(input, PARAMETERS, input.length - PARAMETERS), segments, planeBytes);
    } catch (PixelDataException refused) {
      return;
    }
    int rowBytes = 1 + (input[2] & 0x7F);
    try {
      byte[][] again =
          RunLength.decode(RunLength.encode(planes, rowBytes), segments, planeBytes);
      if (!Arrays.deepEquals(planes, again)) {
        throw new AssertionError("planes came back changed");
      }
    } catch (PixelDataException refused) {
      throw new AssertionError("what was packed is refused", refused);
    }
  }
}
