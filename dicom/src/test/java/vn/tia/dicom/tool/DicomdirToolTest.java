package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.testkit.Samples;

class DicomdirToolTest {
  @TempDir private Path folder;

  @Test
  void makesADirectoryAndListsIt() throws Exception {
    Files.createDirectory(folder.resolve("A"));
    Files.copy(Samples.pydicom("CT_small.dcm"), folder.resolve("A/CT1"));
    Files.copy(Samples.pydicom("MR_small.dcm"), folder.resolve("A/MR1"));

    ToolRun made = ToolRun.of("dicomdir", "make", "--id", "TIA", folder.toString()).isOk();

    assertThat(made.output().strip())
        .isEqualTo(folder.resolve("DICOMDIR") + ": 2 files");
    assertThat(ToolRun.of("dicomdir", "list", folder.toString()).isOk().output().lines())
        .contains("PATIENT CompressedSamples^CT1 · 1CT1", "      IMAGE 1  A/CT1");
  }

  @Test
  void tellsNamesThatAreNoneForMedia() throws Exception {
    Files.copy(Samples.pydicom("CT_small.dcm"), folder.resolve("CT_small.dcm"));
    Files.writeString(folder.resolve("NOTES"), "no picture");

    ToolRun made = ToolRun.of("dicomdir", "make", folder.toString());

    assertThat(made.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(made.errors()).contains("CT_small.dcm: the name is none for media.", "NOTES: ");
  }

  @Test
  void saysHowItIsCalled() {
    assertThat(ToolRun.of("dicomdir", "burn", ".").exitCode()).isEqualTo(DicomTool.USAGE);
    assertThat(ToolRun.of("dicomdir", "make", "--id", "lower", ".").exitCode())
        .isEqualTo(DicomTool.USAGE);
  }
}
