package vn.tia.dicom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.io.ReadProblem;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.io.Salvaged;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Samples;

class DicomdirTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final String SR = "1.2.840.10008.5.1.4.1.1.88.11";

  @TempDir private Path folder;

  private static Dataset instance(String patient, String study, String series, String uid) {
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.SOP_CLASS_UID, series.endsWith("9") ? SR : CT)
        .put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.PATIENT_NAME, patient)
        .put(Tags.PATIENT_ID, "ID" + patient.length())
        .put(Tags.STUDY_DATE, "20261124")
        .put(Tags.STUDY_INSTANCE_UID, study)
        .put(Tags.SERIES_INSTANCE_UID, series)
        .put(Tags.MODALITY, "CT")
        .put(Tags.SERIES_NUMBER, 1)
        .put(Tags.INSTANCE_NUMBER, 7)
        .build();
  }

  private static Dicomdir directory() {
    var builder = new DirectoryBuilder("TIA");
    Stream.of(
        instance("Đặng^Hường", "1.1", "1.1.1", "1.1.1.1"),
        instance("Nguyễn^An", "2.1", "2.1.1", "2.1.1.1"),
        instance("Đặng^Hường", "1.1", "1.1.1", "1.1.1.2"),
        instance("Đặng^Hường", "1.1", "1.1.9", "1.1.9.1"),
        instance("Đặng^Hường", "1.2", "1.2.1", "1.2.1.1")).forEach(header -> builder.add(
            FileId.of("IMAGES", "I" + header.string(Tags.SOP_INSTANCE_UID).orElseThrow()
                .replace(".", "")),
            FileMetaInformation.of(EXPLICIT, header), header));
    return builder.build();
  }

  private static Bytes written(Dicomdir directory) throws IOException {
    var out = new ByteArrayOutputStream();
    directory.write(out, new Uid("1.2.3"));
    return Bytes.wrap(out.toByteArray());
  }

  private static List<String> outline(List<DirectoryRecord> records) {
    return records.stream().flatMap(record -> Stream.concat(
        Stream.of(record.type() + record.fileId().map(id -> " " + id).orElse("")),
        outline(record.children()).stream().map(line -> "  " + line))).toList();
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Dicomdir directory = directory();

    Salvaged<Dicomdir> read = Dicomdir.read(written(directory).stream());

    assertThat(read.problems()).isEmpty();
    assertThat(read.value()).isEqualTo(directory);
    assertThat(outline(read.value().records())).containsExactly(
        "PATIENT", "  STUDY", "    SERIES", "      IMAGE IMAGES/I1111", "      IMAGE IMAGES/I1112",
        "    SERIES", "      SR DOCUMENT IMAGES/I1191", "  STUDY", "    SERIES",
        "      IMAGE IMAGES/I1211", "PATIENT", "  STUDY", "    SERIES",
        "      IMAGE IMAGES/I2111");
    assertThat(read.value().records().getFirst().attributes().string(Tags.PATIENT_NAME))
        .contains("Đặng^Hường");
    assertThat(written(new DirectoryBuilder("").build()).length()).isPositive();
    assertThat(Dicomdir.read(written(new DirectoryBuilder("").build()).stream()).value().records())
        .isEmpty();
  }

  @Test
  void isReadAndContinuedByDcmtk() throws Exception {
    Path image = Dcmtk.file("CT_small.dcm");
    Path file = folder.resolve("DICOMDIR");
    Files.write(file, written(directory()).toArray());
    Files.copy(image, folder.resolve("CT1"));

    assertThat(Dcmtk.run("dcmdump", file.toString()).isSuccess().output())
        .contains("IMAGES\\I1191", "SR DOCUMENT").doesNotContain("W:", "E:");
    Dcmtk.run("dcmmkdir", "--append", "--input-directory", folder.toString(), "--output-file",
        file.toString(), "--general-purpose", "--invent", "--no-consistency-check", "CT1")
        .isSuccess();

    Salvaged<Dicomdir> continued = Dicomdir.read(file);
    assertThat(continued.problems()).isEmpty();
    assertThat(continued.value().all().flatMap(record -> record.fileId().stream()))
        .contains(FileId.of("CT1"), FileId.of("IMAGES", "I2111")).hasSize(6);
  }

  @Test
  void makesTheRecordsThatDcmmkdirMakes() throws Exception {
    var builder = new DirectoryBuilder("TIA");
    List<String> names = List.of("CT_small.dcm", "MR_small.dcm");
    var command = new ArrayList<>(List.of("dcmmkdir", "--input-directory",
        folder.toString(), "--output-file", folder.resolve("DICOMDIR").toString(),
        "--general-purpose", "--invent", "--no-consistency-check"));
    for (int i = 0; i < names.size(); i++) {
      Path copy = folder.resolve("FILE" + i);
      Files.copy(Dcmtk.file(names.get(i)), copy);
      DicomHeader header = DicomFile.readHeader(copy);
      builder.add(FileId.of("FILE" + i), header.meta(), header.dataset());
      command.add("FILE" + i);
    }
    Dcmtk.run(command.toArray(String[]::new)).isSuccess();

    Dicomdir theirs = Dicomdir.read(folder.resolve("DICOMDIR")).value();
    Dicomdir ours = Dicomdir.read(written(builder.build()).stream()).value();

    assertThat(outline(ours.records())).containsExactlyInAnyOrderElementsOf(
        outline(theirs.records()));
    assertThat(ours.all().map(DirectoryRecord::sopInstance).toList())
        .containsExactlyInAnyOrderElementsOf(
            theirs.all().map(DirectoryRecord::sopInstance).toList());
  }

  @ParameterizedTest
  @CsvSource({
      "DICOMDIR, 0", "DICOMDIR-bigEnd, 0", "DICOMDIR-implicit, 0", "DICOMDIR-reordered, 0",
      "DICOMDIR-nooffset, 1"})
  void readsTheDirectoriesOfPydicom(String name, int problems) throws IOException {
    Salvaged<Dicomdir> whole = Dicomdir.read(Samples.pydicom("dicomdirtests/DICOMDIR"));
    Salvaged<Dicomdir> read = Dicomdir.read(Samples.pydicom("dicomdirtests/" + name));

    assertThat(read.problems()).as(name).hasSizeGreaterThanOrEqualTo(problems);
    assertThat(read.isWhole()).isEqualTo(problems == 0);
    assertThat(read.value().all().filter(record -> record.type().equals("IMAGE")).count())
        .isBetween(30L, 31L);
    if (problems == 0) {
      assertThat(outline(read.value().records()))
          .containsExactlyInAnyOrderElementsOf(outline(whole.value().records()));
      // Every file that it names is there.
      Path root = Samples.pydicom("dicomdirtests/" + name).getParent();
      assertThat(whole.value().all().flatMap(record -> record.fileId().stream()))
          .allMatch(id -> Files.exists(id.under(root)));
    }
  }

  @Test
  void survivesOffsetsThatGoInCircles() throws IOException {
    byte[] bytes = written(directory()).toArray();
    DicomFile file = DicomFile.read(Bytes.wrap(bytes).stream(), ReadSettings.DEFAULT);
    for (int at = 0; at + 4 < bytes.length; at++) {
      // Each (0004,1400) and (0004,1420) leads to the first record.
      boolean isLink = bytes[at] == 4 && bytes[at + 1] == 0 && bytes[at + 3] == 0x14
          && (bytes[at + 2] == 0 || bytes[at + 2] == 0x20);
      if (isLink) {
        long first = file.dataset().whole(
            Tags.OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY).getAsLong();
        bytes[at + 8] = (byte) first;
        bytes[at + 9] = (byte) (first >> 8);
      }
    }

    Salvaged<Dicomdir> read = Dicomdir.read(Bytes.wrap(bytes).stream());

    assertThat(read.problems()).extracting(ReadProblem::what).contains(
        "an offset leads to a record a second time, or too deep");
    assertThat(read.value().records()).hasSize(1);
  }

  @Test
  void takesNoNameThatLeadsOutOfTheFileSet() {
    assertThat(FileId.parse(List.of("..", "ETC"))).isEmpty();
    assertThat(FileId.parse(List.of("A/B"))).isEmpty();
    assertThat(FileId.parse(List.of("NINELETTR"))).isEmpty();
    assertThat(FileId.parse(List.of("lower"))).isEmpty();
    assertThat(FileId.parse(List.of())).isEmpty();
    assertThat(FileId.of("A", "B_1").under(Path.of("x"))).isEqualTo(Path.of("x/A/B_1"));
    assertThatThrownBy(() -> FileId.of("A.DCM")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsTheRecordOfEachKindOfObject() {
    assertThat(RecordType.of(CT)).isEqualTo(RecordType.IMAGE);
    assertThat(RecordType.of("1.2.840.10008.5.1.4.1.1.88.59")).isEqualTo(RecordType.KEY_OBJECT);
    assertThat(RecordType.of("1.2.840.10008.5.1.4.1.1.88.33")).isEqualTo(RecordType.SR_DOCUMENT);
    assertThat(RecordType.of("1.2.840.10008.5.1.4.1.1.11.1")).isEqualTo(RecordType.PRESENTATION);
    assertThat(RecordType.of("1.2.840.10008.5.1.4.1.1.104.1")).isEqualTo(RecordType.ENCAPSULATED);
    assertThat(RecordType.of("1.2.840.10008.5.1.4.1.1.9.1.1")).isEqualTo(RecordType.WAVEFORM);
    assertThat(RecordType.of("1.2.840.10008.5.1.4.1.1.66.4")).isEqualTo(RecordType.IMAGE);
    assertThat(RecordType.of("1.2.3")).isEqualTo(RecordType.IMAGE);
  }
}
