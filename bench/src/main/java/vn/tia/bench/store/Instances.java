package vn.tia.bench.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import vn.tia.bench.CtSlice;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Instance;

/// CT slices of half a megabyte, each with a UID of its own and else the same bytes: made as fast
/// as they are sent.
final class Instances {
  /// A UID of the length that the slice's own has.
  private static final String ROOT = "2.25.";

  private final byte[] bytes;
  private final int uidAt;
  private final int uidLength;
  private final AtomicLong numbers = new AtomicLong(System.nanoTime() << 8);

  /// One instance and its bytes.
  record Sent(Instance instance, InputStream dataset) {}

  Instances() {
    Bytes slice = CtSlice.bytes();
    bytes = slice.toArray();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // (0008,0018) UI: 8 bytes of header, then the UID.
    int element = text.indexOf("\u0008\u0000\u0018\u0000UI");
    uidAt = element + 8;
    uidLength = bytes[element + 6] & 0xFF;
  }

  int bytesEach() {
    return bytes.length;
  }

  Sent next() {
    long number = numbers.incrementAndGet() & Long.MAX_VALUE;
    String digits = Long.toString(number);
    String uid = ROOT + "1".repeat(uidLength - ROOT.length() - digits.length()) + digits;
    byte[] head = Arrays.copyOf(bytes, uidAt + uidLength);
    System.arraycopy(uid.getBytes(StandardCharsets.US_ASCII), 0, head, uidAt, uidLength);
    var dataset = new SequenceInputStream(
        new ByteArrayInputStream(head),
        new ByteArrayInputStream(bytes, head.length, bytes.length - head.length));
    return new Sent(new Instance(Uids.CT_IMAGE_STORAGE.value(), uid,
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value()), dataset);
  }
}
