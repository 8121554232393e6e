package vn.tia.bridge.web.wado;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

/// Text, deflated so that it can be sent in a row with others as one gzip stream: its blocks end at
/// a byte and refer to nothing before them (RFC 1951 section 3.2).
final class PackedJson {

  private static final int HEAD_BYTES = 24;

  /// The last block of a stream, empty.
  private static final byte[] END = {3, 0};

  /// Up to which length a text is held as it is read, too: the metadata of some 1,000 slices.
  private static final int HELD_BYTES_MAX = 4 << 20;

  private final int crc;
  private final long plainBytes;
  private final byte[] packed;
  private volatile byte[] plain = {};

  private PackedJson(int crc, long plainBytes, byte[] packed) {
    this.crc = crc;
    this.plainBytes = plainBytes;
    this.packed = packed;
  }

  /// The CRC-32 of the text.
  int crc() {
    return crc;
  }

  /// The length of the text.
  long plainBytes() {
    return plainBytes;
  }

  /// The length of its blocks.
  int packedBytes() {
    return packed.length;
  }

  /// How much memory it takes, once it was read in each way.
  long heldBytes() {
    return packed.length + (plainBytes <= HELD_BYTES_MAX ? plainBytes : 0);
  }

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
      var made = new PackedJson(
          (int) plain.crc.getValue(), plain.count, packed.toByteArray());
      try (var out = new DataOutputStream(Files.newOutputStream(temporary))) {
        out.writeInt(made.crc);
        out.writeLong(made.plainBytes);
        out.writeLong(made.packed.length);
        out.writeInt(made.check());
        out.write(made.packed);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return made;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// The CRC-32C of what stands in the file but for itself: what the disk has turned is never sent.
  private int check() {
    var sum = new CRC32C();
    sum.update(ByteBuffer.allocate(HEAD_BYTES - Integer.BYTES).putInt(crc).putLong(plainBytes)
        .putLong(packed.length).flip());
    sum.update(packed);
    return (int) sum.getValue();
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
      int crc = in.readInt();
      long plainBytes = in.readLong();
      long packedBytes = in.readLong();
      int check = in.readInt();
      if (Files.size(file) != HEAD_BYTES + packedBytes) {
        return Optional.empty();
      }
      var found = new PackedJson(crc, plainBytes, in.readAllBytes());
      return found.check() == check ? Optional.of(found) : Optional.empty();
    } catch (IOException _) {
      // Cut by a power failure: it is made anew.
      return Optional.empty();
    }
  }

  /// Sends the blocks as they are.
  void copyPacked(OutputStream out) throws IOException {
    out.write(packed);
  }

  /// Sends the text.
  void copyPlain(OutputStream out) throws IOException {
    if (plain.length == plainBytes) {
      out.write(plain);
      return;
    }
    var inflater = new Inflater(true);
    try (var in = new InflaterInputStream(new SequenceInputStream(
        new ByteArrayInputStream(packed), new ByteArrayInputStream(END)), inflater)) {
      if (plainBytes > HELD_BYTES_MAX) {
        in.transferTo(out);
        return;
      }
      plain = in.readNBytes((int) plainBytes);
      out.write(plain);
    } finally {
      inflater.end();
    }
  }
}
