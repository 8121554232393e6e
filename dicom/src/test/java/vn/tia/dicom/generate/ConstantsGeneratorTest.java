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

class ConstantsGeneratorTest {
  private static final Path MAIN =
      Path.of(System.getProperty("tia.root", ".."), "dicom/src/main");
  private static final Path SOURCES = MAIN.resolve("java/vn/tia/dicom/data");
  private static final Path TABLES = MAIN.resolve("resources/vn/tia/dicom/data");
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
  void importsTheCommittedTableFromTheSameEdition() throws IOException {
    assumeTrue(Files.exists(DCMTK_TABLE), "skipped: DCMTK's dicom.dic isn't here");
    assumeTrue(Files.readString(DCMTK_TABLE).contains("PS 3.6-2022b"),
        "skipped: DCMTK's dicom.dic is of another edition");

    List<String> committed = Files.readAllLines(TABLES.resolve("dictionary.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();

    assertThat(DictionaryImport.tags(DCMTK_TABLE)).isEqualTo(committed);
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
