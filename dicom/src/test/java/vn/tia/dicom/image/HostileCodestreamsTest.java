package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.image.ffmpeg.FfmpegDecoders;

/// Frames with bits and bytes changed at random, each by its seed: every one ends in samples or in
/// a sentence, within bounds of time and memory. Rows 6 and 9 of the bad inputs.
///
/// The property `tia.mutations` multiplies the rounds.
class HostileCodestreamsTest {
  private static final int TIMES = Integer.getInteger("tia.mutations", 1);
  private static final long ALLOCATED_MAX = 64L << 20;
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource({
    "MR_small.dcm, dcmcjpeg +e1, 1000", "MR_small.dcm, dcmcjpeg +el +sv 7, 1000",
    "MR_small.dcm, dcmcjpls, 1000", "SC_rgb_jpeg_dcmd.dcm, dcmcjpls +is, 50",
    "MR_small.dcm, dcmcrle, 1000", "MR_small.dcm, dcmcjpeg +ee, 1000",
    "MR_small.dcm, gdcmconv --j2k, 500",
  })
  void endInSamplesOrInASentence(String name, String command, int rounds) throws Exception {
    assumeTrue(!command.contains("j2k") || FfmpegDecoders.obstacle().isEmpty());
    Path packed = directory.resolve("packed.dcm");
    assertThat(Corpus.run(Stream.concat(Stream.of(command.split(" ")),
        Stream.of(Corpus.pydicom(name).toString(), packed.toString())).toArray(String[]::new)))
        .isZero();
    try (ImageFile image = ImageFile.open(packed)) {
      attack(image.bytes(0), image, rounds * TIMES);
    }
  }

  @Test
  void endInSamplesOrInASentenceForHighThroughputToo() throws Exception {
    assumeTrue(FfmpegDecoders.obstacle().isEmpty());
    Path file = Corpus.all().stream()
        .filter(each -> each.endsWith("HTJ2KLossless_08_RGB.dcm")).findFirst().orElse(Path.of(""));
    assumeTrue(!file.toString().isEmpty(), "the shared data is not there");
    try (ImageFile image = ImageFile.open(file)) {
      attack(image.bytes(0), image, 20 * TIMES);
    }
  }

  private static void attack(Bytes frame, ImageFile image, int rounds) throws Exception {
    int[] expected = CorpusCodecsTest.samples(image, 0).toArray();
    int refused = 0;
    for (int seed = 0; seed < rounds; seed++) {
      Bytes hostile = mutated(frame, new Random(seed));
      String at = "seed " + seed;
      boolean isRefused = assertTimeoutPreemptively(Duration.ofSeconds(60),
          () -> isRefused(hostile, image, at), at);
      refused += isRefused ? 1 : 0;
    }
    assertThat(refused).as("refused frames").isPositive();
    assertThat(CorpusCodecsTest.samples(image, 0).toArray()).isEqualTo(expected);
  }

  private static boolean isRefused(Bytes frame, ImageFile image, String at) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      FrameDecoder.decode(frame, image.layout(), image.syntax());
      return false;
    } catch (PixelDataException declared) {
      assertThat(declared.getMessage()).as(at).isNotEmpty();
      return true;
    } finally {
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as(at)
          .isLessThan(ALLOCATED_MAX);
    }
  }

  /// Most changes hit the first bytes, where sizes and tables stand.
  static Bytes mutated(Bytes frame, Random random) {
    byte[] bytes = frame.toArray();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int reach = random.nextInt(3) > 0 ? Math.min(bytes.length, 200) : bytes.length;
      bytes[random.nextInt(reach)] = switch (random.nextInt(4)) {
        case 0 -> (byte) 0xFF;
        case 1 -> 0;
        case 2 -> (byte) (1 << random.nextInt(8));
        default -> (byte) random.nextInt(256);
      };
    }
    int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return Bytes.wrap(Arrays.copyOf(bytes, end));
  }

  // Row 6 in its hardest form: header and data set agree, and both lie.
  @Test
  void doesNotTakeTheMemoryThatAnEmptyFrameAsksFor() throws Exception {
    assumeTrue(FfmpegDecoders.obstacle().isEmpty());
    PixelLayout layout = PixelLayout.of(PixelLayoutTest.gray(16_384, 16_384).build());
    var frame = new ByteArrayOutputStream();
    Bytes.hex("""
        FF4F FF51 0029 0000 00004000 00004000 00000000 00000000 00004000 00004000
        00000000 00000000 0001 0F 01 01
        FF52 000C 00 00 0001 00 05 04 04 00 01
        FF5C 0013 40 40 48 48 50 48 48 50 48 48 50 48 48 50 48 48 50
        FF90 000A 0000 00000000 00 01 FF93
        """).writeTo(frame);
    frame.write(new byte[64]);
    long before = THREADS.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(() -> FrameDecoder.decode(Bytes.wrap(frame.toByteArray()), layout,
        TransferSyntax.of(Uids.JPEG2000_LOSSLESS))).isInstanceOf(IOException.class);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED_MAX);
  }

  @Test
  void refusesASizeThatIsNotTheObjects() throws Exception {
    PixelLayout layout = PixelLayout.of(PixelLayoutTest.gray(64, 64).build());
    String size = "FF4F FF51 0029 0000 0000FFFF 0000FFFF 00000000 00000000 0000FFFF 0000FFFF"
        + "00000000 00000000 0001 0F 01 01 FF90 000A";

    assertThatThrownBy(() -> FrameDecoder.decode(
        Bytes.hex(size), layout, TransferSyntax.of(Uids.JPEG2000)))
        .satisfiesAnyOf(
            refused -> assertThat(refused).hasMessage("the JPEG 2000 frame has 65535 x 65535 "
                + "pixels of 1 samples, the object 64 x 64 of 1"),
            refused -> assertThat(FfmpegDecoders.obstacle()).isPresent());
  }
}
