package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.io.DicomParseException.Reason;
import vn.tia.dicom.testkit.RandomDatasets;
import vn.tia.dicom.testkit.Samples;

/// Damaged data sets and files: what is there is read, and what is not is named with its place.
class SalvageTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private static Salvaged<Dataset> salvage(String picture) throws IOException {
    return new DatasetReader(Bytes.hex(picture).stream(), EXPLICIT).salvage();
  }

  private static List<String> sentences(Salvaged<?> salvaged) {
    return salvaged.problems().stream().map(ReadProblem::toString).toList();
  }

  @Test
  void findsNothingWrongWithWhatIsWhole() throws IOException {
    for (long seed : RandomDatasets.seeds(50)) {
      Dataset dataset = RandomDatasets.ofAllVrs(seed);
      Bytes bytes = DatasetWriter.toBytes(dataset, EXPLICIT);

      Salvaged<Dataset> salvaged = new DatasetReader(bytes.stream(), EXPLICIT).salvage();

      assertThat(salvaged).as("seed %d", seed).isEqualTo(new Salvaged<>(dataset, List.of()));
      assertThat(salvaged.isWhole()).isTrue();
    }
  }

  @Test
  void readsWhatComesBeforeACut() throws IOException {
    for (long seed : RandomDatasets.seeds(20)) {
      Dataset whole = RandomDatasets.ofAllVrs(seed);
      Bytes bytes = DatasetWriter.toBytes(whole, EXPLICIT);
      for (int length = 1; length < bytes.length(); length += 1 + length / 40) {
        var reader = new DatasetReader(bytes.slice(0, length).stream(), EXPLICIT);

        Salvaged<Dataset> cut = reader.salvage();

        String what = "seed " + seed + " cut at " + length;
        int intact = cut.isWhole() ? cut.value().size() : Math.max(0, cut.value().size() - 1);
        for (int i = 0; i < intact; i++) {
          assertThat(cut.value().elementAt(i)).as(what).isEqualTo(whole.elementAt(i));
        }
        if (cut.isWhole()) {
          assertThat(DatasetWriter.toBytes(cut.value(), EXPLICIT).length()).as(what)
              .isEqualTo(length);
        } else {
          assertThat(cut.problems()).as(what).hasSize(1)
              .allMatch(problem -> problem.reason() == Reason.TRUNCATED);
          assertThat(cut.problems().getFirst().offset()).as(what).isLessThanOrEqualTo(length);
        }
      }
    }
  }

  @Test
  void keepsTheBytesThatCameOfAValue() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        0800 6000 4353 0200 4354             # (0008,0060) CT
        1000 1000 504E 0800 4E677579         # (0010,0010) 4 of 8 bytes
        """);

    assertThat(salvaged.value().string(Tags.MODALITY)).contains("CT");
    assertThat(salvaged.value().string(Tags.PATIENT_NAME)).contains("Nguy");
    assertThat(salvaged.problems()).containsExactly(new ReadProblem(Reason.TRUNCATED, 22,
        "(0010,0010)", "a value of 8 bytes of which 4 are there"));
  }

  @Test
  void goesOnBehindAnItemWhoseEndItKnows() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        4000 7502 5351 0000 28000000         # (0040,0275) SQ of 40 bytes
        FEFF 00E0 0E000000                   #   item of 14 bytes
        4000 0900 5554 0000 FFFFFFFF 4142    #     UT of undefined length
        FEFF 00E0 0A000000                   #   item of 10 bytes
        4000 0900 5348 0200 5332             #     (0040,0009) S2
        0020 1300 4953 0200 3720             # behind it
        """);

    assertThat(salvaged.value().items(Tags.REQUEST_ATTRIBUTES_SEQUENCE)).hasSize(2);
    assertThat(salvaged.value().items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).get(1)
        .string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("S2");
    assertThat(sentences(salvaged)).first().asString()
        .startsWith("(0040,0275)[0].(0040,0009) at byte 32: UT of undefined length");
    assertThat(salvaged.value().size()).isEqualTo(2);
  }

  @Test
  void endsItemsWithTheirSequence() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        4000 7502 5351 0000 12000000         # (0040,0275) SQ of 18 bytes
        FEFF 00E0 0C000000                   #   item of 12 bytes where 10 are left
        4000 0900 5348 0400 5331             #     4 bytes where 2 are left
        0020 1300 4953 0200 3720             # behind it
        """);

    assertThat(salvaged.value().items(Tags.REQUEST_ATTRIBUTES_SEQUENCE).getFirst()
        .string(Tags.SCHEDULED_PROCEDURE_STEP_ID)).contains("S1");
    assertThat(salvaged.value().elementAt(1).integer()).hasValue(7);
    assertThat(sentences(salvaged)).containsExactly(
        "(0040,0275) at byte 20: an item of 12 bytes in a sequence that has 10 left",
        "(0040,0275)[0].(0040,0009) at byte 28: SH of 4 bytes in an item that has 2 left");
  }

  @Test
  void readsItemsUnderAVrThatHasNone() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        4000 7502 5554 0000 FFFFFFFF         # (0040,0275) as UT
        FEFF 00E0 0A000000                   #   item
        4000 0900 5348 0200 5331
        FEFF DDE0 00000000
        """);

    assertThat(salvaged.value().items(Tags.REQUEST_ATTRIBUTES_SEQUENCE)).hasSize(1);
    assertThat(sentences(salvaged))
        .containsExactly("(0040,0275) at byte 12: UT of undefined length");
  }

  @Test
  void readsElementsWithoutVrAsImplicit() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        0800 6000 4353 0200 4354             # (0008,0060) CT
        1000 1000 02000000 4142              # (0010,0010) without a VR
        1000 2000 4C4F 0200 3120             # (0010,0020)
        1000 3000 00000000                   # (0010,0030) without a VR
        """);

    assertThat(salvaged.value().strings(Tags.PATIENT_NAME)).containsExactly("AB");
    assertThat(salvaged.value().string(Tags.PATIENT_ID)).contains("1");
    assertThat(sentences(salvaged))
        .containsExactly("(0010,0010) at byte 16: no VR but bytes 02 00");
  }

  @Test
  void leavesOutWhatIsLongerThanALimit() throws IOException {
    Bytes bytes = Bytes.hex("0800 6000 4353 0400 43542020 1000 2000 4C4F 0200 3120");
    var settings = ReadSettings.of(ReadLimits.DEFAULT.withElementBytesMax(3));

    Salvaged<Dataset> salvaged = new DatasetReader(bytes.stream(), EXPLICIT, settings).salvage();

    assertThat(salvaged.value().elementAt(0).value()).isEqualTo(new Value.Bulk(8, 4));
    assertThat(salvaged.value().string(Tags.PATIENT_ID)).contains("1");
    assertThat(sentences(salvaged))
        .containsExactly("(0008,0060) at byte 12: CS of 4 bytes, more than the limit of 3");
  }

  @Test
  void saysWhatStandsBehindTheEnd() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        0800 6000 4353 0200 4354             # (0008,0060) CT
        FEFF 00E0 00000000 4142              # an item of nothing
        """);

    assertThat(salvaged.value().size()).isEqualTo(1);
    assertThat(sentences(salvaged)).containsExactly("(0008,0060) at byte 18: "
        + "(FFFE,E000) and more behind it, outside of a sequence");
  }

  @Test
  void keepsFragmentsThatCameBeforeACut() throws IOException {
    Salvaged<Dataset> salvaged = salvage("""
        E07F 1000 4F42 0000 FFFFFFFF         # (7FE0,0010)
        FEFF 00E0 00000000                   #   no offset table
        FEFF 00E0 02000000 0102              #   a fragment
        FEFF 00E0 04000000 0304              #   half of one
        """);

    assertThat(salvaged.value().elementAt(0).value()).isEqualTo(new Value.Fragments(
        Bytes.EMPTY, List.of(Bytes.hex("0102"), Bytes.hex("0304"))));
    assertThat(sentences(salvaged)).containsExactly(
        "(7FE0,0010) at byte 40: a value of 4 bytes of which 2 are there");
  }

  @Test
  void readsFilesWhoseDataSetIsWrittenOtherwiseThanDeclared() throws IOException {
    Dataset dataset = RandomDatasets.ofDictionary(1);
    var meta = FileMetaInformation.of(EXPLICIT, "1.2", "1.3");
    var bytes = new ByteArrayOutputStream();
    DicomFile.writeHead(bytes, meta);
    DatasetWriter.toBytes(dataset, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).writeTo(bytes);

    Salvaged<DicomFile> salvaged = DicomFile.salvage(
        Bytes.wrap(bytes.toByteArray()).stream(), ReadSettings.DEFAULT);

    assertThat(salvaged.value().dataset()).isEqualTo(dataset);
    assertThat(salvaged.value().meta()).isEqualTo(meta);
    assertThat(salvaged.problems()).singleElement().extracting(ReadProblem::what).isEqualTo(
        "the data set looks like Implicit VR Little Endian, not like Explicit VR Little Endian");
  }

  @ParameterizedTest
  @CsvSource({
      "MR_truncated.dcm, 72, a value of 8192 bytes of which 8130 are there",
      "rtplan_truncated.dcm, 32, a value of 50 bytes of which 29 are there",
      "SC_rgb_jpeg.dcm, 34, 'the data set looks like Implicit VR Little Endian, "
          + "not like JPEG Baseline (Process 1)'"})
  void readsTheDamagedFilesOfPydicom(String name, int elements, String what) throws IOException {
    Salvaged<DicomFile> salvaged = DicomFile.salvage(Samples.pydicom(name));

    assertThat(salvaged.value().dataset().size()).isEqualTo(elements);
    assertThat(salvaged.problems()).singleElement().extracting(ReadProblem::what).isEqualTo(what);
  }

  @Test
  void endsWhereEverythingIsWrong() throws IOException {
    String item = "FEFF 00E0 0C000000 4000 0900 5348 0F00 53313131";
    String picture = "4000 7502 5351 0000 " + "%02X%02X0000".formatted(4000 & 0xFF, 4000 >> 8)
        + item.repeat(200);

    Salvaged<Dataset> salvaged = salvage(picture);

    assertThat(salvaged.problems()).hasSize(100);
    assertThat(salvaged.value().elementAt(0).items()).hasSizeBetween(90, 110);
  }

  @Test
  void refusesWhatNeverWasDicom() {
    Bytes jpeg = Bytes.hex("FFD8FFE000104A464946000101".repeat(20));

    assertThatThrownBy(() -> DicomFile.salvage(jpeg.stream(), ReadSettings.DEFAULT))
        .isInstanceOf(DicomParseException.class)
        .hasMessage("at byte 0: neither a DICOM file nor a data set starts with these bytes");
  }

  @Test
  void leavesElementsUnderstoodWhenTheyAreAskedFor() throws IOException {
    Element odd = salvage("2800 1000 5553 0300 000100").value().elementAt(0);

    assertThat(odd.integer()).hasValue(256);
  }
}
