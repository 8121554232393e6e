package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.testkit.Samples;

class DumpToolTest {
  @TempDir private Path folder;

  private static Dataset exam() {
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.SOP_CLASS_UID, Uids.CT_IMAGE_STORAGE.value())
        .put(Tags.SOP_INSTANCE_UID, "1.2.3")
        .put(Tags.PATIENT_NAME, "Đặng^Hường")
        .putEmpty(Tags.PATIENT_BIRTH_DATE)
        .put(Tags.PATIENT_COMMENTS, "two\nlines, \u001B[31mred")
        .put(new Element(Tag.of(0x0019, 0x0010), Vr.LO, new Value.Text(List.of("ACME"))))
        .put(new Element(Tag.of(0x0019, 0x1001), Vr.UN, new Value.Binary(Bytes.hex("0A0B"))))
        .put(new Element(Tag.of(0x0021, 0x1001), Vr.UN, new Value.Binary(Bytes.hex("0C0D"))))
        .put(Tags.ROWS, 512)
        .putItems(Tags.REQUEST_ATTRIBUTES_SEQUENCE, List.of(
            Dataset.builder().put(Tags.REQUESTED_PROCEDURE_ID, "P1").build()))
        .build();
  }

  private Path file(Dataset dataset) throws Exception {
    Path file = folder.resolve("exam.dcm");
    DicomFile.of(dataset, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(file);
    return file;
  }

  @Test
  void printsATreeOfTagsValuesAndNames() throws Exception {
    String printed = ToolRun.of("dump", file(exam()).toString()).isOk().output();

    assertThat(printed.lines().filter(line -> !line.startsWith("(0002"))).containsExactly(
        "(0008,0005) CS [ISO_IR 192]                   # 10 SpecificCharacterSet",
        "(0008,0016) UI [1.2.840.10008.5.1.4.1.1.2] CT Image Storage  # 26 SOPClassUID",
        "(0008,0018) UI [1.2.3]                        # 6 SOPInstanceUID",
        "(0010,0010) PN [Đặng^Hường]                   # 16 PatientName",
        "(0010,0030) DA (no value)                     # 0 PatientBirthDate",
        "(0010,4000) LT [two\\nlines, \\x1B[31mred]      # 20 PatientComments",
        "(0019,0010) LO [ACME]                         # 4 PrivateCreator",
        "(0019,1001) UN 0a 0b                          # 2 Private of ACME",
        "(0021,1001) UN 0c 0d                          # 2 Private of nobody",
        "(0028,0010) US 512                            # 2 Rows",
        "(0040,0275) SQ (1 item)                       # RequestAttributesSequence",
        "  item [0]",
        "    (0040,1001) SH [P1]                       # 2 RequestedProcedureID");
    assertThat(printed.lines().findFirst()).hasValueSatisfying(
        line -> assertThat(line).startsWith("(0002,0001) OB 00 01 "));
  }

  @Test
  void cutsLongValuesUnlessAskedNotTo() throws Exception {
    String name = "a".repeat(100);
    Path file = file(Dataset.builder().put(Tags.PATIENT_COMMENTS, name).build());

    assertThat(ToolRun.of("dump", file.toString()).output())
        .contains("[" + "a".repeat(71) + "…]", "# 100 PatientComments");
    assertThat(ToolRun.of("dump", "--full", file.toString()).output()).contains("[" + name + "]");
  }

  @Test
  void leavesLongPixelDataOnTheDisk() throws Exception {
    Path file = file(Dataset.builder()
        .put(Tags.PIXEL_DATA, Bytes.wrap(new byte[100_000])).build());

    assertThat(ToolRun.of("dump", file.toString()).isOk().output())
        .containsPattern(
            "\\(7FE0,0010\\) OW \\(100000 bytes at byte [0-9]+\\) +# 100000 PixelData");
  }

  @Test
  void printsWhatIsThereOfABrokenFileAndSaysWhereItBroke() throws Exception {
    Path whole = file(exam());
    byte[] bytes = Files.readAllBytes(whole);
    Path broken = folder.resolve("broken.dcm");
    Files.write(broken, Arrays.copyOf(bytes, bytes.length - 1));

    ToolRun run = ToolRun.of("dump", broken.toString());

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.output()).contains("PatientName").contains("SH [P] ");
    assertThat(run.errors()).isEqualToIgnoringNewLines("tia dicom dump: " + broken + ": "
        + "(0040,0275)[0].(0040,1001) at byte " + (bytes.length - 1)
        + ": a value of 2 bytes of which 1 are there.");
  }

  @Test
  void saysThatThereIsNoFileAndGoesOn() throws Exception {
    Path whole = file(exam());

    ToolRun run = ToolRun.of("dump", folder.resolve("none").toString(), whole.toString());

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors()).contains("there is no file " + folder.resolve("none") + ".");
    assertThat(run.output()).contains("# " + whole, "PatientName");
  }

  @Test
  void printsEveryRealFileThatCanBeRead() {
    List<Path> files = Samples.all();
    for (Path file : files) {
      ToolRun run = ToolRun.of("dump", file.toString());
      boolean isRead = canRead(file);

      assertThat(run.exitCode()).as(run.errors()).isEqualTo(isRead ? 0 : 1);
      assertThat(run.output().lines()).as("lines of " + file)
          .allMatch(line -> line.strip().matches(
              "(\\([0-9A-F]{4},[0-9A-F]{4}\\) [A-Z]{2} |item |offset table, |fragment ).*"));
      assertThat(run.errors()).matches(isRead ? "" : "(?s)tia dicom dump: .* at byte [0-9]+: .*");
    }
  }

  private static boolean canRead(Path file) {
    try {
      DicomFile.read(file);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
