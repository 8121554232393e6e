package vn.tia.bridge.objects;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import vn.tia.dicom.data.Bytes;

/// The CRC-32C of each block of an object, one after the other in big endian: by them a part of
/// the object can be checked without reading the rest. Taken as the bytes go by.
public final class BlockSums {

  /// 64 KiB: what is read beside a small frame is little, and a CT slice has sums of 36 bytes.
  public static final int BLOCK_BYTES = 64 * 1024;

  private final CRC32C sum = new CRC32C();
  private byte[] sums = new byte[16 * Integer.BYTES];
  private int count;
  private int inBlock;

  /// Takes the next bytes.
  public void update(byte[] bytes, int from, int length) {
    int at = from;
    int left = length;
    while (left > 0) {
      int some = Math.min(left, BLOCK_BYTES - inBlock);
      sum.update(bytes, at, some);
      at += some;
      left -= some;
      inBlock += some;
      if (inBlock == BLOCK_BYTES) {
        endBlock();
      }
    }
  }

  /// The sums of all bytes so far; nothing is taken after that.
  public Bytes finish() {
    if (inBlock > 0) {
      endBlock();
    }
    return Bytes.wrap(Arrays.copyOf(sums, count * Integer.BYTES));
  }

  private void endBlock() {
    if ((count + 1) * Integer.BYTES > sums.length) {
      sums = Arrays.copyOf(sums, sums.length * 2);
    }
    ByteBuffer.wrap(sums).putInt(count * Integer.BYTES, (int) sum.getValue());
    count++;
    inBlock = 0;
    sum.reset();
  }
}
