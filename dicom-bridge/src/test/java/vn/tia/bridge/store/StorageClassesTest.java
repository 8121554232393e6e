package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.tia.bridge.retrieve.Spool;
import vn.tia.bridge.store.StorageClasses.Unknown;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.bridge.testkit.WebServer;
import vn.tia.bridge.web.stow.StowController;
import vn.tia.bridge.web.stow.StowSettings;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.FileMetaInformation;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;

class StorageClassesTest {
  private static final String VENDORS = "1.2.840.113619.4.30";
  private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  static final List<StorageClasses> choices = List.of(
      StorageClasses.REGISTERED, StorageClasses.REGISTERED_AND_UNKNOWN,
      new StorageClasses(Unknown.REFUSED, Set.of(VENDORS)));

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("choices")
  void containWhatTheStandardLists(StorageClasses classes) {
    assertThat(classes.contain("1.2.840.10008.5.1.4.1.1.2")).as("CT Image Storage").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {VENDORS, "1.2.840.10008.5.1.4.1.1.999999"})
  void containAVendorsOwnAndALaterOneByChoice(String uid) {
    assertThat(StorageClasses.REGISTERED.contain(uid)).isFalse();
    assertThat(StorageClasses.REGISTERED_AND_UNKNOWN.contain(uid)).isTrue();
    assertThat(new StorageClasses(Unknown.REFUSED, Set.of(uid)).contain(uid)).isTrue();
    assertThat(new StorageClasses(Unknown.REFUSED, Set.of("1.2.3")).contain(uid)).isFalse();
  }

  @ParameterizedTest
  @FieldSource("choices")
  void containNoClassThatIsForOtherServices(StorageClasses classes) {
    assertThat(classes.contain("1.2.840.10008.1.1")).as("Verification").isFalse();
    assertThat(classes.contain("1.2.840.10008.5.1.4.31")).as("a worklist").isFalse();
  }

  @Test
  void takeAnUnlistedClassOfTheStandardsRootForStorageOnlyUnderStorage() {
    assertThat(StorageClasses.REGISTERED_AND_UNKNOWN.contain("1.2.840.10008.999")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CT", "1.2.840.10008.1.1", "1.2.840.10008.999"})
  void nameNothingThatIsNoStorageClass(String uid) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StorageClasses(Unknown.REFUSED, Set.of(uid)))
        .withMessage(uid + " can't be the UID of a storage class");
  }

  @ParameterizedTest
  @FieldSource("choices")
  void decideAtTheDoorsWhatIsStored(StorageClasses classes) throws Exception {
    try (var archive = TestArchive.open(directory.resolve("objects"), classes);
        var web = WebServer.start(directory.resolve("web"), new StowController(
            archive.intake(), new Spool(directory.resolve("spool")),
            _ -> OptionalInt.of(archive.records().first().id()),
            StowSettings.DEFAULT.with(classes)))) {
      boolean isTaken = classes.contain(VENDORS);

      assertThat(isAccepted(archive)).isEqualTo(isTaken);
      assertThat(dcmsend(archive, file("2.25.91"))).isEqualTo(isTaken);
      var answer = web.post("/studies", "application/dicom", Files.readAllBytes(file("2.25.92")));
      assertThat(answer.statusCode()).isEqualTo(isTaken ? 200 : 409);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8).contains("[290]"))
          .as("0122").isEqualTo(!isTaken);

      // What the standard lists goes on being stored beside it.
      archive.store(Samples.pydicom("CT_small.dcm"));
      assertThat(archive.records().count("instance")).isEqualTo(isTaken ? 4 : 1);
    }
  }

  /// Whether our sender gets a context for a vendor's class, and stores in it.
  private static boolean isAccepted(TestArchive archive) throws IOException {
    var call = ClientSettings.toLoopback(archive.port(), "CT1", "TIA")
        .propose(Samples.pydicom("CT_small.dcm").instance().sopClassUid())
        .propose(VENDORS, List.of(EXPLICIT.uid().value()));
    try (var association = Association.open(call)) {
      if (!association.context(VENDORS).isPresent()) {
        return false;
      }
      return association.store(new Instance(VENDORS, "2.25.90", EXPLICIT.uid().value()),
          new ByteArrayInputStream(DatasetWriter.toBytes(object("2.25.90"), EXPLICIT).toArray()))
          .isSuccess();
    }
  }

  private static boolean dcmsend(TestArchive archive, Path file) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/dcmsend")), "dcmtk is missing");
    var sender = new ProcessBuilder("dcmsend", "-v", "-nuc", "-aet", "CT1", "-aec", "TIA",
        "--decompress-never", "127.0.0.1", Integer.toString(archive.port()), file.toString())
        .redirectErrorStream(true).start();
    var said = new String(sender.getInputStream().readAllBytes());
    sender.waitFor();
    return said.contains("with status SUCCESS  : 1");
  }

  private static Dataset object(String uid) throws IOException {
    return Samples.pydicom("CT_small.dcm").dataset().toBuilder()
        .put(Tags.SOP_CLASS_UID, VENDORS).put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.STUDY_INSTANCE_UID, "2.25.93").put(Tags.SERIES_INSTANCE_UID, "2.25.94")
        .build();
  }

  private Path file(String uid) throws IOException {
    var bytes = new ByteArrayOutputStream();
    DicomFile.writeHead(bytes, FileMetaInformation.of(EXPLICIT, VENDORS, uid));
    DatasetWriter.toBytes(object(uid), EXPLICIT).writeTo(bytes);
    return Files.write(directory.resolve(uid + ".dcm"), bytes.toByteArray());
  }
}
