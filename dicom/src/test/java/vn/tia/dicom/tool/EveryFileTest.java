package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.testkit.Samples;

/// What the tools make of every real file: the same object, or a sentence.
class EveryFileTest {
  private static final int FILE_BYTES_MAX = 1_000_000;

  @TempDir private Path folder;

  private static List<Path> files() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path file : Samples.all()) {
      if (Files.size(file) <= FILE_BYTES_MAX) {
        files.add(file);
      }
    }
    return files;
  }

  private boolean transcodes(Path from, String to, Path target) {
    ToolRun run = ToolRun.of("transcode", "--to", to, from.toString(), target.toString());
    assertThat(run.exitCode()).as(run.errors()).isIn(DicomTool.OK, DicomTool.FAILED);
    assertThat(run.errors().isEmpty()).isEqualTo(run.exitCode() == DicomTool.OK);
    return run.exitCode() == DicomTool.OK;
  }

  @Test
  void survivesItsWayThroughRleAndDeflation() throws Exception {
    Path plain = folder.resolve("plain.dcm");
    Path rle = folder.resolve("rle.dcm");
    Path deflated = folder.resolve("deflated.dcm");
    Path again = folder.resolve("again.dcm");
    int packed = 0;
    int whole = 0;
    for (Path file : files()) {
      if (!transcodes(file, "explicit", plain)) {
        continue;
      }
      Dataset expected = DicomFile.read(plain).dataset();
      assertThat(transcodes(plain, "deflated", deflated)).as(file.toString()).isTrue();
      assertThat(DicomFile.read(deflated).dataset()).as(file.toString()).isEqualTo(expected);
      whole++;
      if (transcodes(plain, "rle", rle)) {
        assertThat(transcodes(rle, "explicit", again)).as(file.toString()).isTrue();
        assertSame(file, DicomFile.read(again).dataset(), expected);
        packed++;
      }
    }
    assertThat(whole).isGreaterThan(20);
    assertThat(packed).isGreaterThan(10);
  }

  /// Pixel data may lose what fills it up behind the last frame, and its VR follows the cells.
  private static void assertSame(Path file, Dataset actual, Dataset expected) {
    assertThat(actual.elements().map(Element::tag)).as(file.toString())
        .containsExactlyElementsOf(expected.elements().map(Element::tag).toList());
    for (Element element : expected.elements().toList()) {
      Element other = actual.get(element.tag()).orElseThrow();
      if (!element.tag().equals(Tags.PIXEL_DATA)) {
        assertThat(other).as(file.toString()).isEqualTo(element);
      } else if (element.value() instanceof Value.Binary(var bytes)) {
        String kept = other.bytes().orElseThrow().toHex();
        assertThat(bytes.toHex()).as(file.toString()).startsWith(kept);
      }
    }
  }

  @Test
  void rendersOrSaysWhyNot() throws Exception {
    int shown = 0;
    for (Path file : files()) {
      ToolRun run = ToolRun.of("render", file.toString(), "-");
      assertThat(run.exitCode()).as(run.errors()).isIn(DicomTool.OK, DicomTool.FAILED);
      assertThat(run.errors().isEmpty()).as(run.errors()).isEqualTo(run.bytes().length > 0);
      shown += run.exitCode() == DicomTool.OK ? 1 : 0;
    }
    assertThat(shown).isGreaterThan(20);
  }
}
