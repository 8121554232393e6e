package vn.tia.bridge.web.wado;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// Text in a file, deflated so that it can be sent in a row with others as one gzip stream: its
/// blocks end at a byte and refer to nothing before them (RFC 1951 section 3.2).
///
/// @param crc of the text
/// @param plainBytes of the text
/// @param packedBytes of the blocks, which stand in the file behind [#HEAD_BYTES]
record PackedJson(Path file, int crc, long plainBytes, long packedBytes) {

  private static final int HEAD_BYTES = 24;

  /// The last block of a stream, empty.
  private static final byte[] END = {3, 0};

  /// Writes the text.
  @FunctionalInterface
  interface Text {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Makes the file; whoever reads it meanwhile sees none.
  static PackedJson write(Path file, Text text) throws IOException {
    var temporary = Files.createTempFile(file.getParent(), "", ".new");
    try {
      var packed = new ByteArrayOutputStream();
      var plain = new CountedCrc(new CRC32());
      var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
      try {
        var deflating = new DeflaterOutputStream(packed, deflater, 16_384, true);
        text.writeTo(plain.counting(deflating));
        deflating.flush();
      } finally {
        deflater.end();
      }
      try (var out = new DataOutputStream(Files.newOutputStream(temporary))) {
        out.writeInt((int) plain.crc.getValue());
        out.writeLong(plain.count);
        out.writeLong(packed.size());
        out.writeInt(check((int) plain.crc.getValue(), plain.count, packed));
        packed.writeTo(out);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return new PackedJson(file, (int) plain.crc.getValue(), plain.count, packed.size());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// The CRC-32C of what stands in the file but for itself: what the disk has turned is never sent.
  private static int check(int crc, long plainBytes, ByteArrayOutputStream packed) {
    var sum = started(crc, plainBytes, packed.size());
    sum.update(packed.toByteArray(), 0, packed.size());
    return (int) sum.getValue();
  }

  private static CRC32C started(int crc, long plainBytes, long packedBytes) {
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(HEAD_BYTES - Integer.BYTES).putInt(crc).putLong(plainBytes)
        .putLong(packedBytes).flip());
    return sum;
  }

  private static final class CountedCrc {
    private final CRC32 crc;
    private long count;

    CountedCrc(CRC32 crc) {
      this.crc = crc;
    }

    OutputStream counting(OutputStream out) {
      return new CheckedOutputStream(out, crc) {
        @Override
        public void write(int one) throws IOException {
          count++;
          super.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          count += length;
          super.write(bytes, from, length);
        }
      };
    }
  }

  /// The text of a file, empty where there is none that is whole and right.
  static Optional<PackedJson> find(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      var found = new PackedJson(file, in.readInt(), in.readLong(), in.readLong());
      if (Files.size(file) != HEAD_BYTES + found.packedBytes()) {
        return Optional.empty();
      }
      int check = in.readInt();
      var sum = started(found.crc(), found.plainBytes(), found.packedBytes());
      var buffer = new byte[65_536];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sum.update(buffer, 0, count);
      }
      return (int) sum.getValue() == check ? Optional.of(found) : Optional.empty();
    } catch (IOException _) {
      // Cut by a power failure: it is made anew.
      return Optional.empty();
    }
  }

  /// Sends the blocks as they are.
  void copyPacked(OutputStream out) throws IOException {
    try (var in = packed()) {
      in.transferTo(out);
    }
  }

  /// Sends the text.
  void copyPlain(OutputStream out) throws IOException {
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(
        new SequenceInputStream(packed(), new ByteArrayInputStream(END)), inflater)) {
      in.transferTo(out);
    } finally {
      inflater.end();
    }
  }

  private InputStream packed() throws IOException {
    var in = Files.newInputStream(file);
    in.skipNBytes(HEAD_BYTES);
    return in;
  }
}
