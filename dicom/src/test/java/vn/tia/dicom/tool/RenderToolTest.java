package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.testkit.Dcmtk;

/// The options of `render`; [FileToolsTest] holds its pictures beside those of DCMTK.
class RenderToolTest {

  @TempDir
  private Path folder;

  private static ToolRun render(String options, String file, String out) {
    List<String> line = new ArrayList<>(List.of("render"));
    if (!options.isEmpty()) {
      line.addAll(List.of(options.split(" ")));
    }
    line.addAll(List.of(Dcmtk.file(file).toString(), out));
    return ToolRun.of(line.toArray(String[]::new));
  }

  private static BufferedImage picture(String options, String file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(render(options, file, "-").isOk().bytes()));
  }

  @ParameterizedTest
  @CsvSource({"a.png, 89504E47", "a.JPG, FFD8FFE0", "a.jpeg, FFD8FFE0", "a.gif, 47494638",
    "a, 89504E47"})
  void choosesTheKindOfFileByItsEnding(String name, String start) throws Exception {
    Path out = folder.resolve(name);
    render("", "CT_small.dcm", out.toString()).isOk();

    assertThat(Bytes.wrap(Files.readAllBytes(out)).slice(0, 4).toHex())
        .isEqualTo(start);
  }

  @Test
  void scalesCutsAndMirrors() throws Exception {
    BufferedImage small = picture("--viewport 32,64", "CT_small.dcm");
    BufferedImage part = picture("--viewport 20,20,10,30,20,20", "CT_small.dcm");
    BufferedImage mirrored = picture("--viewport 20,20,10,30,-20,-20", "CT_small.dcm");
    BufferedImage whole = picture("", "CT_small.dcm");

    assertThat(small.getWidth() + " x " + small.getHeight()).isEqualTo("32 x 32");
    for (int y = 0; y < 20; y++) {
      for (int x = 0; x < 20; x++) {
        int sample = whole.getRaster().getSample(10 + x, 30 + y, 0);
        assertThat(part.getRaster().getSample(x, y, 0)).isEqualTo(sample);
        assertThat(mirrored.getRaster().getSample(19 - x, 19 - y, 0)).isEqualTo(sample);
      }
    }
  }

  @Test
  void takesTheQualityOfJpeg() {
    int poor = render("--format jpeg --quality 20", "CT_small.dcm", "-").isOk().bytes().length;
    int good = render("--format jpeg --quality 95", "CT_small.dcm", "-").isOk().bytes().length;

    assertThat(poor).isLessThan(good / 2);
  }

  @Test
  void takesATone() throws Exception {
    byte[] own = render("", "MR_small.dcm", "-").isOk().bytes();

    assertThat(render("--tone window:1", "MR_small.dcm", "-").isOk().bytes()).isEqualTo(own);
    assertThat(render("--tone range", "MR_small.dcm", "-").isOk().bytes()).isNotEqualTo(own);
    assertThat(render("--window 600,1600,sigmoid", "MR_small.dcm", "-").isOk().bytes())
        .isNotEqualTo(render("--window 600,1600", "MR_small.dcm", "-").isOk().bytes());
    assertThat(render("--overlays hidden --pixels stored", "MR_small.dcm", "-").isOk().bytes())
        .isEqualTo(own);
    assertThat(render("--tone window:9", "MR_small.dcm", "-").errors().strip())
        .isEqualTo("tia dicom render: there is no window 9, the frame has 1.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--viewport 1000000000,5 | --viewport: a viewport has sides of 16384 pixels at most, "
        + "got 1000000000 x 5.",
    "--viewport 5 | --viewport: a viewport has 2 or 6 numbers, got 1.",
    "--tone bright | --tone is own, range, window:N or table:N, got 'bright'.",
    "--window 1,2,cubic | --window is CENTER,WIDTH with a width from 1 on, got '1,2,cubic'.",
    "--overlays maybe | --overlays is shown|hidden, got 'maybe'.",
    "--pixels round | --pixels is square|stored, got 'round'.",
    "--format bmp | --format is png|jpeg|gif, got 'bmp'.",
    "--quality 101 | --quality is a whole number from 1 to 100, got '101'.",
  })
  void saysWhatItDoesNotTake(String options, String why) {
    ToolRun run = render(options, "CT_small.dcm", "-");

    assertThat(run.exitCode()).isEqualTo(DicomTool.USAGE);
    assertThat(run.errors()).startsWith("tia dicom render: " + why);
  }
}
