package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.json.DicomJsonReader;
import vn.tia.dicom.testkit.Dcmtk;

/// The tools that turn one file into another: `json`, `render`, `transcode`.
class FileToolsTest {
  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Dataset read(String name) throws IOException {
    return DicomFile.read(folder.resolve(name)).dataset();
  }

  private String syntax(String name) throws IOException {
    return DicomFile.readHeader(folder.resolve(name)).meta().syntax().uid().value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtplan.dcm", "test-SR.dcm", "CT_small.dcm", "waveform_ecg.dcm"})
  void bringsDicomThroughJsonAndBack(String name) throws Exception {
    Path file = Dcmtk.file(name);
    ToolRun json = ToolRun.of("json", file.toString()).isOk();

    ToolRun.reading(json.bytes(), "json", "--to-dicom", path("back.dcm"), "-").isOk();

    assertThat(syntax("back.dcm")).isEqualTo("1.2.840.10008.1.2.1");
    assertThat(ToolRun.of("json", path("back.dcm")).output()).isEqualTo(json.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtplan.dcm", "test-SR.dcm"})
  void writesTheJsonThatDcmtkWrites(String name) throws Exception {
    Path file = Dcmtk.file(name);
    String theirs = Dcmtk.run("dcm2json", "-q", file.toString()).isSuccess().output();
    ToolRun ours = ToolRun.of("json", file.toString()).isOk();

    assertThat(new DicomJsonReader().read(new ByteArrayInputStream(ours.bytes())))
        .isEqualTo(new DicomJsonReader().read(new ByteArrayInputStream(
            theirs.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void writesTheSyntaxThatIsAskedFor() throws Exception {
    ToolRun json = ToolRun.of("json", Dcmtk.file("rtplan.dcm").toString()).isOk();
    ToolRun.reading(json.bytes(), "json", "--to-dicom", path("back.dcm"), "--syntax", "implicit",
        "-").isOk();

    assertThat(syntax("back.dcm")).isEqualTo("1.2.840.10008.1.2");
    assertThat(read("back.dcm")).isEqualTo(DicomFile.read(Dcmtk.file("rtplan.dcm")).dataset());
  }

  @Test
  void namesBulkDataByUri() {
    ToolRun bare = ToolRun.of("json", Dcmtk.file("SC_rgb_rle.dcm").toString()).isOk();
    ToolRun named = ToolRun.of(
        "json", "--bulk-uri", "http://pacs/bulk", Dcmtk.file("SC_rgb_rle.dcm").toString()).isOk();

    assertThat(bare.output()).doesNotContain("7FE00010");
    assertThat(bare.errors()).contains("the compressed pixel data was left out");
    assertThat(named.output())
        .contains("\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"http://pacs/bulk/7FE00010\"}");
  }

  @Test
  void saysWhereJsonIsNoDicom() {
    byte[] json = "{\"00100010\":{\"vr\":\"XX\"}}".getBytes(StandardCharsets.UTF_8);
    ToolRun run = ToolRun.reading(json, "json", "--to-dicom", path("x.dcm"), "-");

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors()).startsWith("tia dicom json: at /00100010");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "CT_small.dcm, 40, 400",
    "MR_small_bigendian.dcm, 600, 1200",
    "SC_rgb_rle.dcm, 128, 256"
  })
  void rendersThePictureThatDcmtkRenders(String name, String center, String width)
      throws Exception {
    Path file = Dcmtk.file(name);
    ToolRun.of("render", "--window", center + "," + width, file.toString(), path("ours.png"))
        .isOk();
    Dcmtk.run("dcm2pnm", "+Ww", center, width, "--write-png", file.toString(),
        path("theirs.png")).isSuccess();

    BufferedImage ours = ImageIO.read(folder.resolve("ours.png").toFile());
    BufferedImage theirs = ImageIO.read(folder.resolve("theirs.png").toFile());
    assertThat(ours.getWidth()).isEqualTo(theirs.getWidth());
    assertThat(ours.getHeight()).isEqualTo(theirs.getHeight());
    int farthest = 0;
    for (int y = 0; y < ours.getHeight(); y++) {
      for (int x = 0; x < ours.getWidth(); x++) {
        // The raster's own samples: ImageIO brightens grey where it turns it into RGB.
        int difference =
            ours.getRaster().getSample(x, y, 0) - theirs.getRaster().getSample(x, y, 0);
        farthest = Math.max(farthest, Math.abs(difference));
      }
    }
    assertThat(farthest).isLessThanOrEqualTo(1);
  }

  @Test
  void rendersOneOfManyFrames() throws Exception {
    Path file = Dcmtk.file("SC_rgb_rle_2frame.dcm");
    ToolRun first = ToolRun.of("render", file.toString(), "-").isOk();
    ToolRun second = ToolRun.of("render", "--frame", "2", file.toString(), "-").isOk();
    ToolRun third = ToolRun.of("render", "--frame", "3", file.toString(), path("3.png"));

    assertThat(ImageIO.read(new ByteArrayInputStream(first.bytes()))).isNotNull();
    assertThat(second.bytes()).isNotEqualTo(first.bytes());
    assertThat(third.errors().strip())
        .isEqualTo("tia dicom render: there is no frame 3, the file has 2.");
    assertThat(third.exitCode()).isEqualTo(DicomTool.FAILED);
  }

  @Test
  void saysWhatIsWrongWithAFrame() {
    ToolRun run = ToolRun.of("render",
        Dcmtk.file("JPEG2000-embedded-sequence-delimiter.dcm").toString(), path("j2k.png"));

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors().strip()).satisfiesAnyOf(
        errors -> assertThat(errors).isEqualTo("tia dicom render: "
            + "the JPEG 2000 picture is not between 1 and 65535 wide and high."),
        errors -> assertThat(errors).startsWith("tia dicom render: FFmpeg's decoders are here"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT_small.dcm", "MR_small_implicit.dcm", "SC_rgb_rle_32bit.dcm",
      "SC_rgb_rle_16bit_2frame.dcm", "SC_rgb_small_odd.dcm", "MR_small_bigendian.dcm",
      "rtdose_expb.dcm"})
  void losesNothingThroughEverySyntax(String name) throws Exception {
    Path file = Dcmtk.file(name);
    ToolRun.of("transcode", file.toString(), path("explicit.dcm")).isOk();
    ToolRun.of("transcode", "--to", "rle", path("explicit.dcm"), path("rle.dcm")).isOk();
    ToolRun.of("transcode", "--to", "big-endian", path("rle.dcm"), path("big.dcm")).isOk();
    ToolRun.of("transcode", "--to", "deflated", path("big.dcm"), path("deflated.dcm")).isOk();
    ToolRun.of("transcode", "--to", "rle", path("deflated.dcm"), path("rle2.dcm")).isOk();
    ToolRun.of("transcode", "--to", "explicit", path("rle2.dcm"), path("again.dcm")).isOk();

    assertThat(pixels("again.dcm")).isEqualTo(pixels("explicit.dcm"));
    assertThat(syntax("deflated.dcm")).isEqualTo("1.2.840.10008.1.2.1.99");
    assertThat(Files.size(folder.resolve("deflated.dcm")))
        .isLessThan(Files.size(folder.resolve("explicit.dcm")));
    assertSamePicture("explicit.dcm", "big.dcm");
  }

  private String pixels(String name) throws IOException {
    return read(name).bytes(Tags.PIXEL_DATA).orElseThrow().toHex();
  }

  private void assertSamePicture(String one, String other) {
    assertThat(ToolRun.of("render", path(other), "-").isOk().bytes())
        .isEqualTo(ToolRun.of("render", path(one), "-").isOk().bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT_small.dcm", "SC_rgb_rle_16bit_2frame.dcm", "SC_rgb_small_odd.dcm"})
  void packsRleThatDcmtkUnpacks(String name) throws Exception {
    ToolRun.of("transcode", Dcmtk.file(name).toString(), path("plain.dcm")).isOk();
    ToolRun.of("transcode", "--to", "rle", path("plain.dcm"), path("rle.dcm")).isOk();
    Dcmtk.run("dcmdrle", path("rle.dcm"), path("theirs.dcm")).isSuccess();

    assertThat(pixels("theirs.dcm")).isEqualTo(pixels("plain.dcm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT_small.dcm", "SC_rgb_rle_16bit_2frame.dcm"})
  void unpacksTheRleThatDcmtkPacks(String name) throws Exception {
    ToolRun.of("transcode", Dcmtk.file(name).toString(), path("plain.dcm")).isOk();
    Dcmtk.run("dcmcrle", path("plain.dcm"), path("theirs.dcm")).isSuccess();
    ToolRun.of("transcode", path("theirs.dcm"), path("ours.dcm")).isOk();

    assertSamePicture("plain.dcm", "ours.dcm");
  }

  @Test
  void saysWhatItCanNotTranscode() {
    ToolRun run = ToolRun.of("transcode", "--to", "jpeg",
        Dcmtk.file("MR_small.dcm").toString(), path("x.dcm"));
    ToolRun report = ToolRun.of("transcode", "--to", "rle",
        Dcmtk.file("test-SR.dcm").toString(), path("x.dcm"));

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors()).contains("baseline JPEG has up to 8 bits, got 16");
    assertThat(report.errors()).contains("there is no (7FE0,0010) to be packed");
    assertThat(folder).isEmptyDirectory();
  }
}
