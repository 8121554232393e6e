package vn.tia.dicom.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Vr;

class ConstantsGeneratorTest {
  private static final Path MAIN =
      Path.of(System.getProperty("tia.root", ".."), "dicom/src/main");
  private static final Path SOURCES = MAIN.resolve("java/vn/tia/dicom/data");
  private static final Path TABLES = MAIN.resolve("resources/vn/tia/dicom/data");
  private static final Path PYDICOM_UIDS =
      Path.of("/usr/lib/python3/dist-packages/pydicom/_uid_dict.py");
  private static final Path DCMTK_TABLE = Path.of("/usr/share/libdcmtk17/dicom.dic");

  @Test
  void makesTheCommittedSourcesOfTheCommittedTables() throws IOException {
    var made = ConstantsGenerator.generate(
        Files.readAllLines(TABLES.resolve("dictionary.tsv")),
        Files.readAllLines(TABLES.resolve("uids.tsv")));

    assertThat(made.keySet())
        .containsExactly("Tags0.java", "Tags1.java", "Tags2.java", "Tags.java", "Uids.java");
    for (var file : made.entrySet()) {
      assertThat(SOURCES.resolve(file.getKey())).hasContent(file.getValue());
    }
  }

  @Test
  void holdsEveryTagOfDcmtksTable() throws IOException {
    assumeTrue(Files.exists(DCMTK_TABLE), "skipped: DCMTK's dicom.dic isn't here");
    int rows = 0;
    for (String line : Files.readAllLines(DCMTK_TABLE)) {
      String[] fields = line.split("\t");
      boolean isTag = fields.length == 5 && fields[4].startsWith("DICOM")
          && fields[0].matches("\\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\\)");
      if (isTag) {
        Tag tag = Tag.parse(fields[0].substring(1, 5) + fields[0].substring(6, 10));
        Dictionary.Entry entry = Dictionary.find(tag).orElseThrow(() -> new AssertionError(line));
        assertThat(entry.keyword()).isEqualTo(fields[2].replaceFirst("^RETIRED_", ""));
        if (fields[1].matches("[A-Z]{2}") && entry.vrs().size() == 1) {
          assertThat(entry.vrs()).as(line).containsExactly(Vr.valueOf(fields[1]));
        }
        rows++;
      }
    }
    assertThat(rows).isGreaterThan(4000);
  }

  @Test
  void importsTheUidsThatPydicomHas() throws IOException {
    assumeTrue(Files.exists(PYDICOM_UIDS), "skipped: python3-pydicom isn't here");
    List<String> imported = DictionaryImport.uids(PYDICOM_UIDS);

    assertThat(imported).hasSizeGreaterThan(400);
    for (String row : imported) {
      String[] fields = row.split("\t");
      assertThat(UidRegistry.find(fields[0])).as(row)
          .hasValueSatisfying(entry -> assertThat(entry.name()).isEqualTo(fields[3]));
    }
  }

  @ParameterizedTest
  @CsvSource({
      "StudyInstanceUID, STUDY_INSTANCE_UID",
      "SOPClassUID, SOP_CLASS_UID",
      "SOPClassesInStudy, SOP_CLASSES_IN_STUDY",
      "FailedSOPInstanceUIDList, FAILED_SOP_INSTANCE_UID_LIST",
      "SpecimenUIDs, SPECIMEN_UIDS",
      "SourceImageIDs, SOURCE_IMAGE_IDS",
      "CTDIvol, CTDIVOL",
      "CTImageStorage, CT_IMAGE_STORAGE",
      "JPEG2000Lossless, JPEG2000_LOSSLESS",
      "JPEGBaseline8Bit, JPEG_BASELINE_8_BIT",
      "Maximum3DVolume, MAXIMUM_3D_VOLUME"})
  void namesConstantsByKeyword(String keyword, String constant) {
    assertThat(ConstantName.of(keyword)).isEqualTo(constant);
  }
}
