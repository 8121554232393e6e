package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.io.DicomFile;

/// Real files with bytes changed at random: each ends in a picture, in a value that says why not,
/// or in an `IOException`; never in another exception, never without end.
class HostileFramesTest {
  private static final int ROUNDS = 60;

  // Files of megabytes are changed less often: one round takes as long as many.
  private static final int ROUNDS_OF_LARGE_ONES = 6;

  private static final RenderSettings WANTED =
      RenderSettings.DEFAULT.with(Viewport.of(60, 60));

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {
    "MR_small_RLE.dcm", "SC_rgb_rle_2frame.dcm", "SC_rgb_rle_16bit.dcm", "rtdose_rle_1frame.dcm",
    "SC_rgb_jpeg_dcmtk.dcm", "SC_rgb_dcmtk_+eb+cy+s4.dcm", "SC_rgb_small_odd_jpeg.dcm",
    "JPEG-lossy.dcm", "CT_small.dcm", "image_dfl.dcm", "examples_overlay.dcm",
    "examples_palette.dcm", "gdcm-US-ALOKA-16.dcm", "parametric_map_float.dcm", "emri_small.dcm",
  })
  void endsInAPictureOrInAnIoException(String name) throws Exception {
    byte[] original = Files.readAllBytes(Corpus.any(name));
    Path file = directory.resolve("hostile.dcm");
    int refused = 0;
    int rounds = original.length > 300_000 ? ROUNDS_OF_LARGE_ONES : ROUNDS;
    for (int seed = 0; seed < rounds; seed++) {
      Files.write(file, mutated(original, new Random(seed)));
      boolean isRefused = assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> isRefused(file), name + ", seed " + seed);
      refused += isRefused ? 1 : 0;
    }

    assertThat(refused).as("refused files").isBetween(0, rounds);
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    // Half of the changes hit the header and the first items, where lengths and offsets stand.
    for (int i = random.nextInt(8); i >= 0; i--) {
      int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 2500);
      bytes[random.nextInt(reach)] = switch (random.nextInt(4)) {
        case 0 -> (byte) 0xFF;
        case 1 -> 0;
        case 2 -> (byte) (1 << random.nextInt(8));
        default -> (byte) random.nextInt(256);
      };
    }
    int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return Arrays.copyOf(bytes, end);
  }

  /// Whether the file was refused; any other exception than an `IOException` fails the test.
  private static boolean isRefused(Path file) {
    try {
      fromFile(file);
      fromMemory(file);
      return false;
    } catch (IOException declared) {
      return true;
    } catch (RuntimeException | Error undeclared) {
      throw new AssertionError("neither a picture nor an IOException", undeclared);
    }
  }

  private static void fromFile(Path file) throws IOException {
    try (ImageFile image = ImageFile.open(file)) {
      for (int frame = 0; frame < Math.min(image.frameCount(), 3); frame++) {
        if (image.render(frame, WANTED) instanceof Rendered.Shown(var picture)) {
          Png.of(picture);
        }
      }
    }
  }

  private static void fromMemory(Path file) throws IOException {
    DicomFile whole = DicomFile.read(file);
    Frames frames = Frames.of(whole.dataset(), whole.meta().syntax());
    FrameDecoder.decode(
        frames.read(0), PixelLayout.of(whole.dataset()), whole.meta().syntax());
  }
}
