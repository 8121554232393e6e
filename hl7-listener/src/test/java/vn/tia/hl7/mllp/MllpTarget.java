package vn.tia.hl7.mllp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.fuzz.Trial;

/// Fuzz target: any bytes as an MLLP stream.
///
/// It ends or is refused with an [MllpException], with the same messages however it is cut into
/// packets; what was read, written and read again, is the same.
public final class MllpTarget {
  private static final MllpLimits LIMITS = MllpLimits.DEFAULT.withBytesMax(512);

  /// @param ended the refusal, empty where the stream ended between two messages
  private record Reading(List<Bytes> messages, Optional<String> ended) {}

  private MllpTarget() {}

  /// The first byte says how many bytes a packet has.
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length > 0) {
      Trial.run(() -> read(input, 1 + (input[0] & 0xFF)));
    }
  }

  private static void read(byte[] input, int packet) throws IOException {
    var stream = new ByteArrayInputStream(input, 1, input.length - 1);
    Reading whole = all(stream);
    Trial.equal(whole, all(cut(new ByteArrayInputStream(input, 1, input.length - 1), packet)),
        "the stream in packets");

    var written = new ByteArrayOutputStream();
    var writer = new MllpWriter(written);
    for (Bytes message : whole.messages()) {
      writer.write(message.toArray());
    }
    Trial.equal(new Reading(whole.messages(), Optional.empty()),
        all(new ByteArrayInputStream(written.toByteArray())), "what was written");
  }

  private static Reading all(InputStream in) throws IOException {
    var messages = new ArrayList<Bytes>();
    var reader = new MllpReader(in, LIMITS);
    try {
      for (var next = reader.read(); next.isPresent(); next = reader.read()) {
        messages.add(Bytes.wrap(next.get()));
      }
      return new Reading(messages, Optional.empty());
    } catch (MllpException refused) {
      return new Reading(messages, Optional.of(String.valueOf(refused.getMessage())));
    }
  }

  private static InputStream cut(InputStream in, int packet) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return in.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, Math.min(length, packet));
      }
    };
  }
}
