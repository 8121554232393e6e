package vn.tia.bridge.web.wado;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.image.Samples;

/// Writes decoded samples as native pixel data in little endian, the samples of a pixel together.
final class NativeBytes {

  private NativeBytes() {}

  static Bytes of(Samples samples) {
    int cellBytes = Math.max(1, samples.layout().format().bitsAllocated() / 8);
    var bytes = ByteBuffer.allocate(Math.multiplyExact(samples.count(), cellBytes))
        .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples.count(); i++) {
      switch (cellBytes) {
        case 1 -> bytes.put((byte) samples.at(i));
        case 2 -> bytes.putShort((short) samples.at(i));
        default -> bytes.putInt(samples.at(i));
      }
    }
    return Bytes.wrap(bytes.array());
  }
}
