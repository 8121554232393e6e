package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ServerSettings;
import vn.tia.dicom.testkit.SmallArchive;

/// `get`, `move` and `commit` against an archive of our own services.
@Timeout(60)
class RetrieveToolsTest {
  private static final String CT = Uids.CT_IMAGE_STORAGE.value();

  @TempDir private Path folder;
  private final SmallArchive archive = new SmallArchive();
  private AssociationServer server;

  @BeforeEach
  void start() throws IOException {
    for (int i = 0; i < 3; i++) {
      keep("1.2.1.1." + i);
    }
    server = AssociationServer.start(
        ServerSettings.onLoopback(0, "TIA"), AssociationPolicy.anyone(), List.of(archive));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private static Dataset dataset(String uid) {
    return Dataset.builder()
        .put(Tags.SOP_CLASS_UID, CT)
        .put(Tags.SOP_INSTANCE_UID, uid)
        .put(Tags.PATIENT_ID, "1")
        .put(Tags.STUDY_INSTANCE_UID, "1.2.1")
        .put(Tags.SERIES_INSTANCE_UID, "1.2.1.1")
        .build();
  }

  private void keep(String uid) {
    Bytes bytes =
        DatasetWriter.toBytes(dataset(uid), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    archive.keep(new SmallArchive.Stored(CT, uid, "1.2.840.10008.1.2.1", bytes));
  }

  private ToolRun get(String... words) {
    List<String> command = new java.util.ArrayList<>(
        List.of("get", "--called", "TIA", "--dir", folder.toString()));
    command.addAll(List.of(words));
    command.add("localhost:" + server.port());
    return ToolRun.of(command.toArray(String[]::new));
  }

  @Test
  void getsByStudySeriesInstanceAndKeys() throws IOException {
    assertThat(get("--study", "1.2.1").isOk().output().strip())
        .isEqualTo("3 received, 0 failed");
    assertThat(get("--study", "1.2.1", "--series", "1.2.1.1").isOk().output().strip())
        .isEqualTo("3 received, 0 failed");
    assertThat(get("--study", "1.2.1", "--series", "1.2.1.1", "--instance", "1.2.1.1.1",
        "--instance", "1.2.1.1.2").isOk().output().strip())
        .isEqualTo("2 received, 0 failed");
    assertThat(get("-k", "PatientID=1").isOk().output().strip())
        .isEqualTo("3 received, 0 failed");
    assertThat(DicomFile.read(folder.resolve("1.2.1.1.1.dcm")).dataset())
        .isEqualTo(dataset("1.2.1.1.1"));
  }

  @Test
  void saysWhatAWrongCommandLineLacks() {
    assertThat(get().errors())
        .startsWith("tia dicom get: it takes --study UID, or -k KEY=VALUE to look for studies.");
    assertThat(get("--study", "1.2", "--instance", "1.2.3").errors())
        .startsWith("tia dicom get: --instance needs the one --series that it belongs to.");
    assertThat(get("--study", "x").errors())
        .startsWith("tia dicom get: --study is a UID, got 'x'.");
    assertThat(get("--study", "1.2", "--accept", "gif").errors())
        .startsWith("tia dicom get: --accept is explicit, implicit, big-endian, deflated, rle,");
    assertThat(get("--study", "1.2", "--accept", "gif").exitCode()).isEqualTo(DicomTool.USAGE);
  }

  @Test
  void saysWhichInstancesItCouldNotTake() {
    ToolRun run = get("--study", "1.2.1", "--class", Uids.MR_IMAGE_STORAGE.value());

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.output().strip()).isEqualTo("0 received, 3 failed");
    assertThat(run.errors()).contains("(A702)", "not sent: 1.2.1.1.0");
  }

  @Test
  void takesTheTransferSyntaxesItIsTold() {
    assertThat(get("--study", "1.2.1", "--accept", "JPEGBaseline8Bit").exitCode())
        .isEqualTo(DicomTool.FAILED);
    get("--study", "1.2.1", "--accept", "implicit", "--accept", "explicit").isOk();
  }

  @Test
  void proposesAsManyClassesAsAnAssociationHasRoomFor() {
    assertThat(GetTool.usualClasses())
        .hasSizeLessThanOrEqualTo(127)
        .contains(CT, Uids.ENCAPSULATED_PDF_STORAGE.value(), Uids.RT_PLAN_STORAGE.value(),
            Uids.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE.value());
  }

  @Test
  void waitsForTheReportOnItsOwnAssociation() throws IOException {
    Path file = folder.resolve("a.dcm");
    DicomFile.of(dataset("1.2.1.1.0"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).write(file);
    String address = "localhost:" + server.port();

    ToolRun whole = ToolRun.of("commit", "--called", "TIA", "--no-listen", address,
        file.toString());
    ToolRun lacking = ToolRun.of("commit", "--called", "TIA", "--no-listen",
        "--instance", CT + "=1.2.9", address, file.toString());

    assertThat(whole.isOk().output().strip()).isEqualTo("1 committed, 0 failed");
    assertThat(lacking.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(lacking.output().strip()).isEqualTo("1 committed, 1 failed");
    assertThat(lacking.errors().strip())
        .isEqualTo("1.2.9: not committed: there is no such instance (0112).");
  }

  @Test
  void saysThatNoReportCame() throws IOException {
    server.close();
    server = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.anyone(), List.of(new Silent()));

    ToolRun run = ToolRun.of("commit", "--called", "TIA", "--no-listen", "--wait", "1",
        "--instance", CT + "=1.2.9", "localhost:" + server.port());

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors().strip()).isEqualTo("no report came within 1 seconds.");
  }

  /// Takes requests for commitment and never reports.
  private static final class Silent implements vn.tia.dicom.net.ActionService {
    @Override
    public boolean serves(String sopClassUid) {
      return true;
    }

    @Override
    public vn.tia.dicom.net.NResponse act(
        vn.tia.dicom.net.ActionRequest request, vn.tia.dicom.net.EventReports reports) {
      return vn.tia.dicom.net.NResponse.of(vn.tia.dicom.net.Status.SUCCESS);
    }
  }
}
