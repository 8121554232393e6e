package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.ElementLocation;

class FramesTest {
  private static final Bytes A = Bytes.hex("FFD8FFA1 0102FFD9");
  private static final Bytes B1 = Bytes.hex("FFD8FFB1 0304");
  private static final Bytes B2 = Bytes.hex("0506FFD9 00");

  private static DatasetBuilder frames(int count) {
    return PixelLayoutTest.gray(2, 3).put(Tags.NUMBER_OF_FRAMES, count);
  }

  private static Frames encapsulated(DatasetBuilder builder, String table, Bytes... fragments)
      throws IOException {
    Value value = new Value.Fragments(Bytes.hex(table), List.of(fragments));
    Dataset dataset = builder.put(new Element(Tags.PIXEL_DATA, Vr.OB, value)).build();
    return Frames.of(dataset, TransferSyntax.JPEG_BASELINE_8_BIT);
  }

  private static Bytes joined(Bytes... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      part.writeTo(out);
    }
    return Bytes.wrap(out.toByteArray());
  }

  @Nested
  class Encapsulated {

    @Test
    void followsTheBasicOffsetTable() throws Exception {
      Frames frames = encapsulated(frames(2), "00000000 10000000", A, B1, B2);

      assertThat(frames.count()).isEqualTo(2);
      assertThat(frames.read(0)).isEqualTo(A);
      assertThat(frames.read(1)).isEqualTo(joined(B1, B2));
    }

    @Test
    void followsTheExtendedOffsetTable() throws Exception {
      DatasetBuilder builder = frames(2)
          .put(new Element(Tags.EXTENDED_OFFSET_TABLE, Vr.OV,
              new Value.Binary(Bytes.hex("0000000000000000 1000000000000000"))))
          .put(new Element(Tags.EXTENDED_OFFSET_TABLE_LENGTHS, Vr.OV,
              new Value.Binary(Bytes.hex("0700000000000000 0600000000000000"))));

      Frames frames = encapsulated(builder, "", A, B1);

      assertThat(frames.read(0)).isEqualTo(A.slice(0, 7));
      assertThat(frames.read(1)).isEqualTo(B1);
    }

    @Test
    void takesAllFragmentsForASingleFrame() throws Exception {
      assertThat(encapsulated(frames(1), "", B1, B2).read(0)).isEqualTo(joined(B1, B2));
    }

    @Test
    void takesAFragmentForEachFrame() throws Exception {
      Frames frames = encapsulated(frames(3), "", B1, A, B2);

      assertThat(frames.read(2)).isEqualTo(B2);
    }

    @Test
    void looksForStartMarksWithoutATable() throws Exception {
      Frames frames = encapsulated(frames(2), "", B1, B2, A);

      assertThat(frames.read(0)).isEqualTo(joined(B1, B2));
      assertThat(frames.read(1)).isEqualTo(A);
    }

    @Test
    void looksForEndMarksWhereStartsAreNotMarked() throws Exception {
      Frames frames = encapsulated(frames(2), "", Bytes.hex("0102"), B2, B2);

      assertThat(frames.read(0)).isEqualTo(joined(Bytes.hex("0102"), B2));
      assertThat(frames.read(1)).isEqualTo(B2);
    }

    // Row 10 of the bad inputs: tables that point outside, back, or between the fragments.
    @ParameterizedTest
    @ValueSource(strings = {
      "00000000 FFFFFFFF", "00000000 00000000", "10000000 00000000", "00000000 11000000",
      "00000000 F0FFFF7F", "F8FFFFFF 10000000", "00000000", "00000000 10000000 20000000", "0000",
    })
    void ignoresTablesThatHitNoFragment(String table) throws Exception {
      Frames frames = encapsulated(frames(2), table, A, B1, B2);

      assertThat(frames.read(0)).isEqualTo(A);
      assertThat(frames.read(1)).isEqualTo(joined(B1, B2));
    }

    @ParameterizedTest
    @ValueSource(strings = {
      "0000000000000080 1000000000000000", "0000000000000000 FFFFFFFFFFFFFF7F",
      "0000000000000000 F8FFFFFFFFFFFF7F", "0000000000000000", "",
    })
    void ignoresExtendedTablesThatHitNoFragment(String table) throws Exception {
      DatasetBuilder builder = frames(2)
          .put(new Element(Tags.EXTENDED_OFFSET_TABLE, Vr.OV,
              new Value.Binary(Bytes.hex(table))))
          .put(new Element(Tags.EXTENDED_OFFSET_TABLE_LENGTHS, Vr.OV,
              new Value.Binary(Bytes.hex("0700000000000000 0600000000000000"))));

      assertThat(encapsulated(builder, "", A, B1).read(1)).isEqualTo(B1);
    }

    @Test
    void saysThatFramesCanNotBeToldApart() {
      assertThatThrownBy(() -> encapsulated(frames(25), "", A))
          .isInstanceOf(PixelDataException.class)
          .hasMessage("25 frames can't be told apart in 1 fragments");
      assertThatThrownBy(() -> encapsulated(frames(1), ""))
          .hasMessage("the pixel data has no fragments");
    }
  }

  @Nested
  class InFiles {

    @TempDir
    private Path directory;

    private Bytes read(Dataset dataset, String content, int frame) throws IOException {
      Path file = Files.write(directory.resolve("pixels"), Bytes.hex(content).toArray());
      try (FileChannel channel = FileChannel.open(file)) {
        ElementLocation place = new ElementLocation(Tags.PIXEL_DATA, Vr.OB, 2, -1);
        return Frames.of(channel, dataset, TransferSyntax.JPEG_BASELINE_8_BIT, place).read(frame);
      }
    }

    @Test
    void readsOneFrameOfMany() throws Exception {
      String content = """
          AAAA                                             # something before the pixel data
          FEFF00E0 08000000  00000000 10000000             # basic offset table
          FEFF00E0 08000000  FFD8FFA1 0102FFD9
          FEFF00E0 06000000  FFD8FFB1 0304
          FEFFDDE0 00000000
          BBBB                                             # something behind
          """;

      assertThat(read(frames(2).build(), content, 1)).isEqualTo(B1);
    }

    @Test
    void keepsWhatIsThereOfAFragmentCutShort() throws Exception {
      String content = "AAAA FEFF00E0 00000000 FEFF00E0 F0FFFFFF FFD8FFA1";

      assertThat(read(frames(1).build(), content, 0)).isEqualTo(Bytes.hex("FFD8FFA1"));
    }

    @Test
    void saysWhereAnItemIsMissing() {
      String content = "AAAA FEFF00E0 00000000 01020304 00000000";

      assertThatThrownBy(() -> read(frames(1).build(), content, 0))
          .isInstanceOf(PixelDataException.class)
          .hasMessage("byte 8 of the pixel data is no item: got tag 02010403");
    }
  }

  @Nested
  class Native {

    // 3 GB that nobody holds: each byte is the lowest one of its place.
    private static final class Vast implements SeekableByteChannel {
      private long position;
      private long read;

      @Override
      public int read(ByteBuffer target) {
        int count = target.remaining();
        for (int i = 0; i < count; i++) {
          target.put((byte) (position + i));
        }
        position += count;
        read += count;
        return count;
      }

      @Override
      public int write(ByteBuffer source) {
        throw new UnsupportedOperationException("it is for reading");
      }

      @Override
      public long position() {
        return position;
      }

      @Override
      public SeekableByteChannel position(long place) {
        position = place;
        return this;
      }

      @Override
      public long size() {
        return 3L << 30;
      }

      @Override
      public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException("it is for reading");
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {
        // There is nothing to be closed.
      }
    }

    @Test
    void readsNoMoreThanTheFrameOfAVastFile() throws Exception {
      Vast file = new Vast();
      var place = new ElementLocation(Tags.PIXEL_DATA, Vr.OW, 1_000, (3L << 30) - 1_000);
      Frames frames = Frames.of(file, frames(200_000_000).build(),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, place);

      Bytes last = frames.read(199_999_999);

      assertThat(last.length()).isEqualTo(12);
      assertThat(last.at(0)).isEqualTo((byte) (1_000 + 12L * 199_999_999));
      assertThat(file.read).isEqualTo(12);
    }

    @Test
    void cutsFramesOfOneBitInsideBytes() throws Exception {
      Dataset dataset = frames(3)
          .put(Tags.BITS_ALLOCATED, 1).put(Tags.BITS_STORED, 1).put(Tags.HIGH_BIT, 0)
          .put(Tags.PIXEL_REPRESENTATION, 0)
          .put(new Element(Tags.PIXEL_DATA, Vr.OB,
              new Value.Binary(Bytes.hex("C1 A8 02"))))
          .build();
      Frames frames = Frames.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      PixelLayout layout = PixelLayout.of(dataset);

      Decoded second = FrameDecoder.decode(
          frames.read(1), layout, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

      // Bits 6 to 11 of C1 A8, the lowest of a byte first.
      assertThat(((Decoded.Pixels) second).samples().toArray()).containsExactly(1, 1, 0, 0, 0, 1);
    }

    @Test
    void bringsPlanesTogether() throws Exception {
      Dataset dataset = PixelLayoutTest.gray(1, 2)
          .put(Tags.SAMPLES_PER_PIXEL, 3).put(Tags.PHOTOMETRIC_INTERPRETATION, "RGB")
          .put(Tags.PLANAR_CONFIGURATION, 1)
          .put(Tags.BITS_ALLOCATED, 8).put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7)
          .put(Tags.PIXEL_REPRESENTATION, 0)
          .build();

      Decoded decoded = FrameDecoder.decode(Bytes.hex("0102 0304 0506"), PixelLayout.of(dataset),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

      assertThat(((Decoded.Pixels) decoded).samples().toArray())
          .containsExactly(1, 3, 5, 2, 4, 6);
    }
  }
}
