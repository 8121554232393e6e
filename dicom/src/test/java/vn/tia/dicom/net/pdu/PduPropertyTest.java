package vn.tia.dicom.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;

/// What holds for PDUs of every kind, and for bytes that nearly are one.
class PduPropertyTest {
  /// So much that taking it for a length that lies would be seen.
  private static final int BYTES_MAX = 1 << 30;

  /// What reading one broken PDU of some hundred bytes may take: items, lists, a message, and the
  /// first time the classes for them.
  private static final long ALLOCATED_MAX = 1 << 20;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void readsBackWhateverItWrites(long seed) throws IOException {
    var any = new AnyPdu(seed);
    for (int i = 0; i < 500; i++) {
      Pdu pdu = any.next();
      byte[] bytes = PduEncoder.encode(pdu);

      var reader = new PduReader(new ByteArrayInputStream(bytes), BYTES_MAX, BYTES_MAX);
      assertThat(reader.read()).as("seed %d", seed).contains(pdu);
      assertThat(reader.read()).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void writesBackTheBytesThatItReads(long seed) throws IOException {
    var any = new AnyPdu(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = PduEncoder.encode(any.next());
      Pdu read =
          new PduReader(new ByteArrayInputStream(bytes), BYTES_MAX, BYTES_MAX)
              .read()
              .orElseThrow();

      assertThat(Bytes.wrap(PduEncoder.encode(read))).as("seed %d", seed)
          .isEqualTo(Bytes.wrap(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void refusesBrokenBytesAndTakesNoMemoryForThem(long seed) {
    var any = new AnyPdu(seed);
    var random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = broken(PduEncoder.encode(any.next()), random);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        new PduReader(new ByteArrayInputStream(bytes), BYTES_MAX, BYTES_MAX).read();
      } catch (PduException | EOFException e) {
        assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + Bytes.wrap(bytes).toHex(), e);
      }
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .as("seed %d, PDU %d", seed, i)
          .isLessThan(ALLOCATED_MAX);
    }
  }

  /// The bytes with some bits turned over, some bytes made extreme, and perhaps the end cut off.
  private static byte[] broken(byte[] bytes, Random random) {
    for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) 0xFF;
        default -> bytes[at] = (byte) random.nextInt(256);
      }
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
