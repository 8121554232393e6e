package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Samples;

/// Real files in all kinds of character sets, and DCMTK's reading of them.
class CharacterSetFilesTest {
  /// What the names of PS3.5 annexes H to J are, where DCMTK can't say it.
  private static final Map<String, String> NAMES = Map.of(
      "chrH31.dcm", "Yamada^Tarou=山田^太郎=やまだ^たろう",
      "chrH32.dcm", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
      "chrI2.dcm", "Hong^Gildong=洪^吉洞=홍^길동",
      "chrX1.dcm", "Wang^XiaoDong=王^小東=",
      "chrX2.dcm", "Wang^XiaoDong=王^小东=",
      "chrGerm.dcm", "Äneas^Rüdiger",
      "chrGreek.dcm", "Διονυσιος",
      "chrRuss.dcm", "Люкceмбypг");

  @TempDir private Path folder;

  private static List<Path> files() {
    List<Path> files = Samples.characterSets();
    assumeFalse(files.isEmpty(), "skipped: python3-pydicom isn't here");
    return files;
  }

  @Test
  void holdTheNamesOfTheStandard() throws IOException {
    int named = 0;
    for (Path file : files()) {
      String name = NAMES.get(file.getFileName().toString());
      if (name != null) {
        assertThat(DicomFile.read(file).dataset().string(Tags.PATIENT_NAME)).contains(name);
        named++;
      }
    }
    assertThat(named).isEqualTo(NAMES.size());
  }

  @Test
  void areReadAsDcmtkConvertsThem() throws Exception {
    int compared = 0;
    for (Path file : files()) {
      Path utf8 = folder.resolve(file.getFileName());
      boolean isConverted =
          Dcmtk.run("dcmconv", "+U8", file.toString(), utf8.toString()).exitCode() == 0;
      if (isConverted) {
        Dataset ours = DicomFile.read(file).dataset();
        Dataset theirs = DicomFile.read(utf8).dataset();
        assertThat(ours.string(Tags.PATIENT_NAME)).as(file.toString())
            .isEqualTo(theirs.string(Tags.PATIENT_NAME));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(6);
  }

  @Test
  void areTheSameInUtf8() throws IOException {
    for (Path file : files()) {
      DicomFile read = DicomFile.read(file);
      Dataset utf8 = WritableText.declaring(
          withoutGroupLengths(read.dataset()), SpecificCharacterSet.UTF_8);
      var out = new ByteArrayOutputStream();
      new DicomFile(Bytes.EMPTY, read.meta(), utf8).write(out);

      Dataset again = DicomFile.read(
          Bytes.wrap(out.toByteArray()).stream(), ReadSettings.DEFAULT).dataset();

      boolean isReadable = read.dataset().elements().noneMatch(Element::hasUnreadableText);
      assertThat(again.characterSet()).contains(SpecificCharacterSet.UTF_8);
      if (isReadable) {
        assertThat(again).as(file.toString()).isEqualTo(utf8);
        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).as(file.toString())
            .contains(read.dataset().string(Tags.PATIENT_NAME).orElse(""));
      }
    }
  }

  private static Dataset withoutGroupLengths(Dataset dataset) {
    return Dataset.of(dataset.elements()
        .filter(element -> !element.tag().isGroupLength()).toArray(Element[]::new));
  }
}
