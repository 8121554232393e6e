package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DicomFile;

class AnonymizeToolTest {
  @TempDir private Path folder;
  private Path exam;

  @BeforeEach
  void twoSlicesAndAText() throws IOException {
    exam = Files.createDirectories(folder.resolve("exam"));
    for (int i = 1; i <= 2; i++) {
      DicomFile.of(Dataset.builder()
              .put(Tags.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.2")
              .put(Tags.SOP_INSTANCE_UID, "1.2.3." + i)
              .put(Tags.STUDY_INSTANCE_UID, "1.2.3")
              .put(Tags.MODALITY, "US")
              .put(Tags.PATIENT_NAME, "NGUYEN^VAN AN")
              .put(Tags.PATIENT_ID, "001170012345").build(),
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(exam.resolve("NGUYEN-" + i + ".dcm"));
    }
    Files.writeString(exam.resolve("notes.txt"), "no DICOM");
  }

  private List<Path> written(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.sorted().toList();
    }
  }

  @Test
  void namesTheFilesOfAFolderByTheirNewUids() throws IOException {
    ToolRun run =
        ToolRun.of("anonymize", exam.toString(), folder.resolve("out").toString()).isOk();

    assertThat(run.output()).isEqualTo("2 anonymized, 0 failed, 1 passed over\n");
    assertThat(written("out")).hasSize(2).allSatisfy(file -> {
      Dataset dataset = DicomFile.read(file).dataset();
      assertThat(file.getFileName()).hasToString(
          dataset.string(Tags.SOP_INSTANCE_UID).orElseThrow() + ".dcm");
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .doesNotContain("NGUYEN", "001170012345");
    });
    assertThat(run.errors()).contains("a name may stand in the picture");
  }

  @Test
  void givesTheSameNamesAgainForTheSameKey() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "a secret of the study");

    for (String out : List.of("first", "second")) {
      ToolRun.of("anonymize", "--key", key.toString(), exam.toString(),
          folder.resolve(out).toString()).isOk();
    }

    assertThat(written("second")).extracting(file -> file.getFileName().toString())
        .isEqualTo(written("first").stream().map(file -> file.getFileName().toString()).toList());
  }

  @Test
  void writesOneFileUnderTheNameAskedFor() throws IOException {
    Path out = folder.resolve("nobody.dcm");

    ToolRun.of("anonymize", "--keep", "uids", exam.resolve("NGUYEN-1.dcm").toString(),
        out.toString()).isOk();

    assertThat(DicomFile.read(out).dataset().string(Tags.SOP_INSTANCE_UID)).contains("1.2.3.1");
  }

  @Test
  void saysWhatCannotBe() throws IOException {
    assertThat(ToolRun.of("anonymize", "--keep", "names", "a", "b").errors()).contains(
        "--keep takes uids, dates, device, institution, characteristics, private, descriptors");
    assertThat(ToolRun.of("anonymize", exam.toString(), exam.toString()).errors())
        .contains("OUT lies in IN");
    Path key = Files.writeString(folder.resolve("key"), "short");
    assertThat(ToolRun.of("anonymize", "--key", key.toString(), "a", "b").errors())
        .contains("the key has 5 bytes, it takes 16");
  }
}
