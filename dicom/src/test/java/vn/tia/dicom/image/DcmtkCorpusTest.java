package vn.tia.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;

/// Each image of the corpora beside DCMTK's picture of it: the same size, and shades that differ
/// by one at most, by two after lossy compression or a change of colour space.
class DcmtkCorpusTest {

  /// Where we differ, and why.
  private static final Map<String, String> OTHERWISE = Map.of(
      "eCT_Supplemental.dcm", "DCMTK has no supplemental palettes",
      "GH610.dcm", "DCMTK rounds rescaled values, all below 1 here, to 0 and warns of it",
      "rtdose_expb.dcm", "DCMTK turns the words of 32-bit cells in big endian only halfway",
      "rtdose_expb_1frame.dcm", "DCMTK turns the words of 32-bit cells in big endian only halfway");

  /// What we show and DCMTK 3.6.7 does not, and why; it has no JPEG 2000 and no HTJ2K at all.
  private static final Map<String, String> ONLY_OURS = Map.of(
      "gdcm-US-ALOKA-16.dcm", "palettes in segments",
      "parametric_map_float.dcm", "floating point pixel data",
      "es_mpeg2_mainlevel.dcm", "video",
      "emri_small_jpeg_2k_lossless.dcm", "JPEG 2000");

  /// What DCMTK shows and we refuse, and why.
  private static final Map<String, String> ONLY_THEIRS = Map.of(
      "MR_truncated.dcm", "pixels that are missing are not made up",
      "SC_rgb_jpeg.dcm", "the file header says another transfer syntax than the data set has",
      "MG-Im-Hologic-PropProj.dcm", "its data set is cut short");

  @TempDir
  private Path directory;

  @Test
  void agreesOnEachImage() throws Exception {
    List<Path> files = Corpus.all();
    assumeTrue(!files.isEmpty(), "no corpus is installed");
    Map<String, String> differences = new TreeMap<>();
    Set<String> seen = new HashSet<>();
    int compared = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (seen.add(name)) {
        String difference = compare(file);
        compared += difference.equals("same") ? 1 : 0;
        if (!difference.isEmpty() && !difference.equals("same")) {
          differences.put(name, difference);
        }
      }
    }

    differences.keySet().removeAll(OTHERWISE.keySet());
    assertThat(differences).isEmpty();
    assertThat(compared).as("pictures that are the same").isGreaterThan(40);
  }

  /// Whether both pictures are the `same`, or what is different, or nothing where one is missing
  /// for a reason that is known.
  private String compare(Path file) throws Exception {
    String name = file.getFileName().toString();
    try (ImageFile image = ImageFile.open(file)) {
      if (!(image.render(0) instanceof Rendered.Shown(Picture ours))) {
        return "";
      }
      Optional<Picture> theirs = Pnm.render(file, directory, options(image));
      if (theirs.isEmpty()) {
        boolean isKnown = ONLY_OURS.containsKey(name) || image.syntax().name().contains("2000");
        return isKnown ? "" : "DCMTK has none";
      }
      if (ours.color() != theirs.get().color()) {
        return "grey against colour";
      }
      int most = Pnm.difference(ours, theirs.get());
      return most <= tolerance(image) ? "same" : "a difference of " + most;
    } catch (PixelDataException refused) {
      return ONLY_THEIRS.containsKey(name) || refused.getMessage().contains("no pixel data")
          || Pnm.render(file, directory, List.of()).isEmpty() ? "" : refused.getMessage();
    } catch (IOException unreadable) {
      return ONLY_THEIRS.containsKey(name) || Pnm.render(file, directory, List.of()).isEmpty()
          ? "" : unreadable.getMessage();
    }
  }

  private static int tolerance(ImageFile image) {
    String syntax = image.syntax().name();
    boolean isLossy = syntax.contains("JPEG") && !syntax.contains("Lossless");
    boolean isYbr = image.layout().photometric().name().startsWith("YBR");
    return isLossy || isYbr ? 2 : 1;
  }

  /// What DCMTK has to be told to choose the values that we choose by ourselves.
  private static List<String> options(ImageFile image) {
    Dataset header = image.header();
    if (!image.layout().photometric().isMonochrome()) {
      return List.of("-O", "-W");
    }
    if (Window.of(header).isPresent()) {
      return List.of("-O", "+Wi", "1");
    }
    Optional<Window> ofFrame = Window.of(FrameAttributes.of(header, 0));
    if (ofFrame.isPresent()) {
      Window window = ofFrame.get();
      return List.of("-O", "+Ww", "" + window.center(), "" + window.width());
    }
    return header.items(Tags.VOILUT_SEQUENCE).isEmpty()
        ? List.of("-O", "+Wm") : List.of("-O", "+Wl", "1");
  }

  // The lines of the overlay are those that DCMTK draws.
  @Test
  void drawsOverlaysAsDcmtkDoes() throws Exception {
    Path file = Corpus.any("examples_overlay.dcm");
    Picture theirs = Pnm.render(file, directory, List.of("+Wi", "1")).orElseThrow();
    RenderSettings shown = RenderSettings.PLAIN.with(RenderSettings.Overlays.SHOWN);

    assertThat(Pnm.difference(ours(file, shown), theirs)).isLessThanOrEqualTo(1);
    assertThat(Pnm.difference(ours(file, RenderSettings.PLAIN), theirs)).isGreaterThan(100);
  }

  // Smaller pictures are the same but for rounding. Larger ones are smooth where DCMTK's have
  // steps; its own smooth ones (`+i 3`, `+i 4`) lie half a stored pixel off.
  @ParameterizedTest
  @CsvSource({"CT_small.dcm, +Wm", "MR_small.dcm, +Wm", "examples_palette.dcm, -W"})
  void scalesLikeDcmtk(String name, String tone) throws Exception {
    Path file = Corpus.any(name);
    int columns = ours(file, RenderSettings.PLAIN).columns();
    for (int width : List.of(columns / 3, columns * 3 / 4, columns * 5 / 2)) {
      Picture theirs = Pnm.render(
          file, directory, List.of(tone, "+Sxv", "" + width, "+i", "1")).orElseThrow();
      Picture ours = ours(file, RenderSettings.PLAIN.with(Tone.RANGE)
          .with(Viewport.of(width, 10_000)));

      assertThat(Math.abs(ours.rows() - theirs.rows())).isLessThanOrEqualTo(1);
      assertThat(Pnm.averageDifference(ours, theirs)).as("average to " + width)
          .isLessThan(width < columns ? 1.5 : 3);
    }
  }

  private static Picture ours(Path file, RenderSettings settings) throws IOException {
    try (ImageFile image = ImageFile.open(file)) {
      return ((Rendered.Shown) image.render(0, settings)).picture();
    }
  }
}
