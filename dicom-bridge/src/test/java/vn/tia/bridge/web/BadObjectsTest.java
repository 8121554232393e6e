package vn.tia.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Encoding;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;
import vn.tia.records.studies.InstancePath;

/// The bad inputs that are objects, each by C-STORE and by STOW-RS: both doors give one reason,
/// keep nothing of what they refuse, and all bytes of what they take.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadObjectsTest {
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  private static final TransferSyntax DEFLATED =
      TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;

  private static final int STORED = 0x0000;
  private static final int MISMATCH = 0xB007;
  private static final int NOT_UNDERSTOOD = 0xC000;
  private static final int INVALID = 0xA900;
  private static final int TOO_LARGE = 0xA700;

  private Path directory;

  private TestArchive archive;
  private WebServer web;
  private final AtomicInteger number = new AtomicInteger();
  private int filesBefore;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    directory = folder;
    archive = TestArchive.open(directory.resolve("objects"));
    var facility = OptionalInt.of(archive.records().first().id());
    web = WebServer.start(directory.resolve("web"), new StowController(archive.intake(),
        new Spool(directory.resolve("spool")), _ -> facility, StowSettings.DEFAULT));
  }

  @AfterAll
  void close() throws Exception {
    web.close();
    archive.close();
  }

  @BeforeEach
  void count() throws IOException {
    filesBefore = files();
  }

  @AfterEach
  void goesOn() throws Exception {
    assertThat(files()).as("each object has its row, and each row its object")
        .isEqualTo(archive.records().count("instance"));
    answers(plain(), EXPLICIT, STORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F0FFFFFF", "F0FFFF3F", "F0FFFF7F"})
  void row1RefusesALengthThatLies(String length) throws Exception {
    answers(with("E07F 1000 4F42 0000 " + length + "00".repeat(20)), EXPLICIT, NOT_UNDERSTOOD);
  }

  @Test
  void row2RefusesUndefinedLengthWhereTheVrHasNone() throws Exception {
    answers(with("E17F 0110 5554 0000 FFFFFFFF"), EXPLICIT, NOT_UNDERSTOOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 10_000, 200_000})
  void row3RefusesSequencesTooDeep(int depth) throws Exception {
    answers(with("E17F 0110 5351 0000 FFFFFFFF FEFF 00E0 FFFFFFFF".repeat(depth)
            + "FEFF 0DE0 00000000 FEFF DDE0 00000000".repeat(depth)),
        EXPLICIT, NOT_UNDERSTOOD);
  }

  @Test
  void row4RefusesItemsThatDoNotFitAndSequencesWithoutAnEnd() throws Exception {
    answers(with("E17F 0110 5351 0000 08000000 FEFF 00E0 0A000000 4000 0900 5348 0200 5331"),
        EXPLICIT, NOT_UNDERSTOOD);
    answers(with("E17F 0110 5351 0000 FFFFFFFF FEFF 00E0 FFFFFFFF 4000 0900 5348 0200 5331"),
        EXPLICIT, NOT_UNDERSTOOD);
  }

  @Test
  void row5StopsADeflateBombAtItsLimit() throws Exception {
    int megabytes = 64;
    answers(uid -> {
      var bomb = new ByteArrayOutputStream();
      var deflater = new Deflater(9, true);
      try (var out = new DeflaterOutputStream(bomb, deflater)) {
        DatasetWriter.toBytes(object(uid).build(), EXPLICIT).writeTo(out);
        Bytes.hex("E07F 1000 4F42 0000 00000004").writeTo(out);
        for (int i = 0; i < megabytes; i++) {
          out.write(new byte[1 << 20]);
        }
      } finally {
        deflater.end();
      }
      return bomb.toByteArray();
    }, DEFLATED, TOO_LARGE);
  }

  @Test
  void row7KeepsRowsInAnotherVrWithAWarning() throws Exception {
    answers(uid -> encoded(object(uid)
        .put(raw(Tags.ROWS, Vr.UL, Bytes.hex("02000000")))
        .put(Tags.COLUMNS, 2).put(Tags.BITS_ALLOCATED, 8)
        .put(raw(Tags.PIXEL_DATA, Vr.OB, Bytes.hex("01020304")))), EXPLICIT, MISMATCH);
  }

  @Test
  void row8KeepsPalettesThatLie() throws Exception {
    // A table that says 65,536 entries of 16 bits and has two; pixels beyond it.
    answers(uid -> encoded(object(uid)
        .put(Tags.SAMPLES_PER_PIXEL, 1).put(Tags.PHOTOMETRIC_INTERPRETATION, "PALETTE COLOR")
        .put(Tags.ROWS, 2).put(Tags.COLUMNS, 2).put(Tags.BITS_ALLOCATED, 8)
        .put(Tags.BITS_STORED, 8).put(Tags.HIGH_BIT, 7).put(Tags.PIXEL_REPRESENTATION, 0)
        .put(raw(Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR, Vr.US,
            Bytes.hex("0000 0000 1000")))
        .put(raw(Tags.RED_PALETTE_COLOR_LOOKUP_TABLE_DATA, Vr.OW, Bytes.hex("00FF FF00")))
        .put(raw(Tags.PIXEL_DATA, Vr.OB, Bytes.hex("FF01FE03")))), EXPLICIT, STORED);
  }

  @Test
  void rows9And10KeepEncapsulatedPixelsWhoseTablesLie() throws Exception {
    // RLE segments at 4 GB; a basic offset table that points back, twice to one place, and away.
    answers(with("E07F 1000 4F42 0000 FFFFFFFF FEFF 00E0 00000000"
            + "FEFF 00E0 40000000 01000000 F0FFFFFF" + "00".repeat(56)
            + "FEFF DDE0 00000000"), TransferSyntax.RLE_LOSSLESS, STORED);
    answers(with("E07F 1000 4F42 0000 FFFFFFFF FEFF 00E0 10000000"
            + "00000000 FCFFFFFF 00000000 FFFFFFFF FEFF 00E0 02000000 FFD8"
            + "FEFF DDE0 00000000"), TransferSyntax.JPEG_BASELINE_8_BIT, STORED);
  }

  @Test
  void row12StripsPaddingOfUidsAndKeepsOddOnesApart() throws Exception {
    answers(uid -> encoded(object(uid).put(Tags.SERIES_INSTANCE_UID, uid + ".3")
        .put(raw(Tags.STUDY_INSTANCE_UID, Vr.UI, padded(uid + ".1\0\0")))), EXPLICIT, STORED);
    answers(uid -> encoded(object(uid).put(raw(Tags.SERIES_INSTANCE_UID, Vr.UI,
        padded(uid + ".2 ")))), EXPLICIT, STORED);
    answers(uid -> encoded(object(uid).put(Tags.SERIES_INSTANCE_UID, uid + ".007")),
        EXPLICIT, STORED);
  }

  @Test
  void row13RefusesAnInstanceUnderAnotherUidThanAnnounced() throws Exception {
    answers(_ -> encoded(object("1.2.3.4.5")), EXPLICIT, INVALID);
  }

  @Test
  void row14RefusesAnInstanceWithoutItsUids() throws Exception {
    for (var tag : List.of(
        Tags.SOP_CLASS_UID, Tags.STUDY_INSTANCE_UID, Tags.SERIES_INSTANCE_UID)) {
      answers(uid -> encoded(object(uid).remove(tag)), EXPLICIT, INVALID);
    }
  }

  @Test
  void row16KeepsWhatBelongsToTwoStudiesOrPatientsWithAWarning() throws Exception {
    var first = uid();
    answers(uid -> encoded(object(uid).put(Tags.SERIES_INSTANCE_UID, first)), EXPLICIT, STORED);
    answers(uid -> encoded(object(uid).put(Tags.SERIES_INSTANCE_UID, first)
        .put(Tags.STUDY_INSTANCE_UID, "2.25.73")), EXPLICIT, MISMATCH);
    answers(uid -> encoded(object(uid).put(Tags.PATIENT_ID, "SOMEBODY-ELSE")),
        EXPLICIT, MISMATCH);
  }

  @Test
  void row19RefusesImplicitBytesThatWereDeclaredExplicit() throws Exception {
    answers(uid -> DatasetWriter.toBytes(object(uid).build(), IMPLICIT).toArray(),
        EXPLICIT, NOT_UNDERSTOOD);
  }

  @Test
  void row20KeepsTextThatIsNotOfItsCharacterSet() throws Exception {
    answers(uid -> concat(encoded(object(uid).put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")),
        Bytes.hex("4000 23A1 504E 0600 4E67C328FFFE").toArray()), EXPLICIT, STORED);
    answers(uid -> concat(encoded(object(uid).put(
            Tags.SPECIFIC_CHARACTER_SET, "ISO 2022 IR 6", "ISO 2022 IR 87", "ISO 2022 IR 149")),
        Bytes.hex("4000 23A1 504E 204E" + "1B2442 1B2842 1B242943".repeat(2_000)).toArray()),
        EXPLICIT, STORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<img src=x onerror=alert(1)>", "'; DROP TABLE study; --",
      "${jndi:ldap://127.0.0.1/x}", "a\r\nb"})
  void row21KeepsNamesThatWouldBeCode(String name) throws Exception {
    answers(uid -> encoded(object(uid).put(raw(Tags.PATIENT_NAME, Vr.PN,
        padded(name)))), EXPLICIT, STORED);
    assertThat(archive.records().count("study")).isPositive();
  }

  @Test
  void row22KeepsAHundredThousandEmptyItemsOfAPrivateElement() throws Exception {
    answers(with("E17F 1000 4C4F 0400 54455354 E17F 0110 554E 0000 FFFFFFFF"
        + "FEFF 00E0 00000000".repeat(100_000) + "FEFF DDE0 00000000"), EXPLICIT, STORED);
  }

  @Test
  void row23AnswersLengthsAndOrdersThatAreWrongTheSameEachTime() throws Exception {
    for (int i = 0; i < 2; i++) {
      // A group length that is wrong, one that is right, an odd length.
      answers(uid -> concat(Bytes.hex("0800 0000 554C 0400 01000000").toArray(),
          encoded(object(uid))), EXPLICIT, MISMATCH);
      answers(with("E17F 0000 554C 0400 0C000000 E17F 1000 4C4F 0400 54455354"),
          EXPLICIT, STORED);
      answers(with("E17F 1000 4C4F 0300 544553"), EXPLICIT, MISMATCH);
      // The same element twice, and one before its elders.
      answers(with("2100 1300 4953 0200 3120 2100 1300 4953 0200 3220"), EXPLICIT, MISMATCH);
      answers(with("1000 3040 4153 0400 30303159"), EXPLICIT, MISMATCH);
    }
  }

  /// Makes the data set of an instance with a UID.
  private interface Maker {
    byte[] bytes(String uid) throws IOException;
  }

  /// Sends an object by each door under UIDs of their own, and looks at what is answered and kept.
  private void answers(Maker maker, TransferSyntax syntax, int code) throws Exception {
    boolean isKept = code == STORED || code == MISMATCH;
    var byDimse = uid();
    byte[] sent = maker.bytes(byDimse);
    assertThat(cStore(byDimse, sent, syntax)).as("C-STORE").isEqualTo(code);
    var byWeb = uid();
    byte[] posted = maker.bytes(byWeb);
    var answer = web.post("/studies", "application/dicom", file(byWeb, posted, syntax));
    assertThat(answer.statusCode()).as("STOW").isEqualTo(switch (code) {
      case STORED -> 200;
      case MISMATCH -> 202;
      case TOO_LARGE -> 413;
      default -> 409;
    });
    if (code != STORED) {
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("[" + code + "]");
    }
    filesBefore += isKept ? 2 : 0;
    assertThat(files()).as("objects").isEqualTo(filesBefore);
    if (isKept) {
      assertThat(kept(byDimse)).isEqualTo(sent);
      assertThat(kept(byWeb)).isEqualTo(posted);
    }
  }

  private int cStore(String uid, byte[] dataset, TransferSyntax syntax) throws IOException {
    var settings = ClientSettings.toLoopback(archive.port(), "CT1", "TIA")
        .propose(CT, List.of(syntax.uid().value()));
    try (var association = Association.open(settings)) {
      return association.store(new Instance(CT, uid, syntax.uid().value()),
          new ByteArrayInputStream(dataset)).code();
    }
  }

  private static byte[] file(String uid, byte[] dataset, TransferSyntax syntax)
      throws IOException {
    var file = new ByteArrayOutputStream();
    DicomFile.writeHead(file, FileMetaInformation.of(syntax, CT, uid));
    file.write(dataset);
    return file.toByteArray();
  }

  private byte[] kept(String uid) throws IOException {
    var found = archive.records().database().jdbc()
        .sql("""
            SELECT study_instance_uid, series_instance_uid FROM instance
            JOIN series ON series.id = series_id JOIN study ON study.id = series.study_id
            WHERE sop_instance_uid = ?""")
        .param(uid)
        .query((row, _) -> InstancePath.instance(row.getString(1), row.getString(2), uid))
        .single();
    var bytes = archive.studies().instances(found, archive.first()).getFirst().bytes();
    try (var in = archive.objects().stream(
        new ObjectId(bytes.objectId()), bytes.datasetOffset())) {
      return in.readAllBytes();
    }
  }

  private Maker plain() {
    return uid -> encoded(object(uid));
  }

  /// An instance with bytes behind its last element.
  private Maker with(String hex) {
    return uid -> concat(encoded(object(uid)), Bytes.hex(hex).toArray());
  }

  private String uid() {
    return "2.25.7." + number.incrementAndGet();
  }

  private static DatasetBuilder object(String uid) {
    return Dataset.builder().put(Tags.SOP_CLASS_UID, CT).put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.STUDY_INSTANCE_UID, "2.25.71").put(Tags.SERIES_INSTANCE_UID, "2.25.72")
        .put(Tags.PATIENT_ID, "P71").put(Tags.PATIENT_NAME, "NGUYEN^VAN^A");
  }

  private static byte[] encoded(DatasetBuilder dataset) {
    return DatasetWriter.toBytes(dataset.build(), EXPLICIT).toArray();
  }

  private static Element raw(Tag tag, Vr vr, Bytes field) {
    return Element.encoded(tag, vr, field, Encoding.DEFAULT);
  }

  private static Bytes padded(String text) {
    var even = text.length() % 2 == 0 ? text : text + (text.startsWith("2.") ? "\0" : " ");
    return Bytes.wrap(even.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private int files() throws IOException {
    try (var all = Files.walk(directory.resolve("objects"))) {
      return (int) all.filter(Files::isRegularFile)
          .filter(one -> !one.endsWith("lock")).count();
    }
  }
}
