package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;

/// Rows 7, 12, 17, 18, 21 and 23 of the bad inputs, as far as reading and writing files goes.
class HostileFilesTest {
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final Bytes PROGRAM = preamble("4D5A9000");

  private static Bytes preamble(String start) {
    byte[] preamble = new byte[DicomFile.PREAMBLE_BYTES];
    Bytes.hex(start).copyTo(preamble, 0);
    return Bytes.wrap(preamble);
  }

  private static Dataset read(String picture) throws IOException {
    return new DatasetReader(Bytes.hex(picture).stream(), EXPLICIT).read();
  }

  private static Bytes written(DicomFile file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    file.write(bytes);
    return Bytes.wrap(bytes.toByteArray());
  }

  @Test
  void row7ReadsNumbersUnderTheVrThatCame() throws IOException {
    Dataset dataset = read("2800 1000 554C 0400 00020000 2800 1100 5553 0200 0002");

    assertThat(dataset.integer(Tags.ROWS)).hasValue(512);
    assertThat(dataset.integer(Tags.COLUMNS)).hasValue(512);
    assertThat(DatasetWriter.toBytes(dataset, EXPLICIT))
        .isEqualTo(Bytes.hex("2800 1000 554C 0400 00020000 2800 1100 5553 0200 0002"));
  }

  @Test
  void row12StripsPaddingOfUidsAndKeepsTheirZeros() throws IOException {
    for (String padded : new String[] {"312E30322E33 00 00", "312E30322E33 20 00"}) {
      Dataset dataset = read("0800 1800 5549 0800 " + padded);

      assertThat(dataset.string(Tags.SOP_INSTANCE_UID).flatMap(Uid::parse))
          .contains(new Uid("1.02.3"));
    }
  }

  @Test
  void row17KeepsAProgramInThePreambleAndLeavesItOutOfExports() throws IOException {
    DicomFile clean = DicomFile.of(
        Dataset.builder().put(Tags.SOP_INSTANCE_UID, "1.2").build(), EXPLICIT);
    Bytes bytes = written(new DicomFile(PROGRAM, clean.meta(), clean.dataset()));

    DicomFile read = DicomFile.read(bytes.stream(), ReadSettings.DEFAULT);

    assertThat(read.preamble()).isEqualTo(PROGRAM);
    assertThat(written(read)).isEqualTo(bytes);
    assertThat(written(read.withoutPreamble())).isEqualTo(written(clean));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "FFD8FFE0 00104A464946 0001",             // JPEG
      "255044462D312E37 0A",                    // PDF
      "89504E470D0A1A0A 0000",                  // PNG
      "7F454C4602010100 0000",                  // ELF
      "4D5A90000300 0000 0400",                 // a program for Windows
      "504B030414000000 0800",                  // ZIP
      "4D53487C5E7E5C26 7C41",                  // HL7 v2
      "3C3F786D6C20 7665 7273",                 // XML
      "00000000000000000000"})                  // zeros
  void row18RefusesWhatIsNoDicom(String start) {
    Bytes bytes = Bytes.concat(Bytes.hex(start), Bytes.wrap(new byte[300]));

    assertThatThrownBy(() -> DicomFile.read(bytes.stream(), ReadSettings.DEFAULT))
        .isInstanceOf(DicomParseException.class)
        .hasMessage("at byte 0: neither a DICOM file nor a data set starts with these bytes");
  }

  @Test
  void row18ReadsDataSetsWithoutAHeader() throws IOException {
    Dataset dataset = Dataset.builder()
        .put(Tags.LENGTH_TO_END, 1000)
        .put(Tags.RECOGNITION_CODE, "ACR-NEMA 2.0")
        .put(Tags.STUDY_DATE, "1992.03.04")
        .put(Tags.STUDY_TIME, "10:30:45")
        .build();
    for (TransferSyntax syntax : new TransferSyntax[] {EXPLICIT,
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN}) {
      Bytes bytes = DatasetWriter.toBytes(dataset, syntax);

      DicomFile read = DicomFile.read(bytes.stream(), ReadSettings.DEFAULT);

      assertThat(read.meta().syntax()).isEqualTo(syntax);
      assertThat(read.dataset()).isEqualTo(dataset);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<img src=x onerror=alert(1)>", "'; DROP TABLE studies;--",
      "${jndi:ldap://x/a}", "A\r\nB", "A\u0000B", "\u202EDROW"})
  void row21KeepsTextThatMeansHarmElsewhere(String text) throws IOException {
    Bytes utf8 = Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    Bytes even = utf8.length() % 2 == 0 ? utf8 : Bytes.concat(utf8, Bytes.hex("20"));
    Bytes bytes = Bytes.concat(
        Bytes.hex("0800 0500 4353 0A00 49534F5F495220313932"),
        Bytes.hex("1000 1000 504E %02X00".formatted(even.length())), even);

    Dataset dataset = new DatasetReader(bytes.stream(), EXPLICIT).read();

    assertThat(dataset.strings(Tags.PATIENT_NAME)).containsExactly(text);
    assertThat(DatasetWriter.toBytes(dataset, EXPLICIT)).isEqualTo(bytes);
  }

  @Test
  void row23TakesTheLastOfDuplicatesWhateverTheOrder() throws IOException {
    Dataset dataset = read("""
        1000 0000 554C 0400 FFFFFF7F         # a group length that is wrong
        1000 2000 4C4F 0200 3120             # (0010,0020)
        0800 6000 4353 0200 4354             # (0008,0060) behind it
        1000 2000 4C4F 0300 323220           # (0010,0020) again, of odd length
        """);

    assertThat(dataset.string(Tags.PATIENT_ID)).contains("22");
    assertThat(DatasetWriter.toBytes(dataset, EXPLICIT)).isEqualTo(
        Bytes.hex("0800 6000 4353 0200 4354 1000 2000 4C4F 0400 32322020"));
  }
}
