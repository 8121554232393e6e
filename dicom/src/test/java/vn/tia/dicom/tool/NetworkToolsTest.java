package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Edit;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.testkit.Dcmtk;

/// Our tools against DCMTK's: echo, find, worklist, store as SCU, and storescp as SCP.
class NetworkToolsTest {
  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// A program of DCMTK that serves a port until it is closed.
  private record Served(Process process, String peer) implements AutoCloseable {
    static Served by(int port, String... command) throws Exception {
      var served = new Served(Dcmtk.start(command), "127.0.0.1:" + port);
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (ToolRun.of("echo", "--called", "SCP", served.peer).exitCode() != 0) {
        assertThat(System.nanoTime()).as(command[0] + " doesn't answer").isLessThan(deadline);
        Thread.sleep(20);
      }
      return served;
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private Served storescp() throws Exception {
    int port = freePort();
    Path target = Files.createDirectory(folder.resolve("scp"));
    return Served.by(port, "storescp", "--bit-preserving", "+xa", "-aet", "SCP", "-od",
        target.toString(), Integer.toString(port));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void storesFoldersOfManyKinds() throws Exception {
    Path sent = Files.createDirectories(folder.resolve("sent/deep"));
    for (String name : List.of("CT_small.dcm", "rtplan.dcm", "SC_rgb_rle.dcm", "JPEG2000.dcm")) {
      Files.copy(Dcmtk.file(name), sent.resolve(name));
    }
    Files.writeString(sent.resolve("README.txt"), "not DICOM, and not meant to be");
    try (Served scp = storescp()) {
      ToolRun run = ToolRun.of("store", "--verbose", "--called", "SCP", scp.peer(),
          folder.resolve("sent").toString());

      assertThat(run.isOk().output()).endsWith(
          "4 stored (0 with a warning), 0 failed, 1 passed over" + System.lineSeparator());
    }
    for (Path file : filesIn(folder.resolve("scp"))) {
      DicomFile received = DicomFile.read(file);
      String uid = received.dataset().string(Tags.SOP_INSTANCE_UID).orElseThrow();
      Path original = filesIn(sent).stream()
          .filter(one -> one.toString().endsWith(".dcm") && hasUid(one, uid))
          .findFirst().orElseThrow();
      assertThat(received.dataset()).isEqualTo(DicomFile.read(original).dataset());
    }
    assertThat(filesIn(folder.resolve("scp"))).hasSize(4);
  }

  private static boolean hasUid(Path file, String uid) {
    try {
      return DicomFile.readHeader(file).dataset().string(Tags.SOP_INSTANCE_UID)
          .filter(uid::equals).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void failsWhereOneFileIsNotStored() throws Exception {
    Path text = Files.writeString(folder.resolve("text.dcm"), "this is no DICOM file at all");
    try (Served scp = storescp()) {
      ToolRun run = ToolRun.of("store", "--called", "SCP", scp.peer(),
          Dcmtk.file("CT_small.dcm").toString(), text.toString());

      assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(run.output().strip())
          .isEqualTo("1 stored (0 with a warning), 1 failed, 0 passed over");
      assertThat(run.errors()).startsWith(text + ": ");
    }
  }

  @Test
  void showsTheWorklistOfWlmscpfs() throws Exception {
    Path list = Files.createDirectories(folder.resolve("SCP"));
    Files.createFile(list.resolve("lockfile"));
    DicomFile.of(item("ĐẶNG^HƯỜNG^THỊ", "CT"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
        .write(list.resolve("1.wl"));
    DicomFile.of(item("TRẦN^AN", "MR"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
        .write(list.resolve("2.wl"));
    int port = freePort();
    try (Served scp = Served.by(port, "wlmscpfs", "-dfr", "-dfp", folder.toString(), "-csk",
        Integer.toString(port))) {
      ToolRun all = ToolRun.of("worklist", "--called", "SCP", scp.peer());
      ToolRun ct = ToolRun.of("worklist", "--called", "SCP", "--modality", "CT", scp.peer());
      ToolRun full = ToolRun.of(
          "worklist", "--called", "SCP", "--full", "-k", "PatientName=TRẦN*", scp.peer());
      ToolRun none = ToolRun.of(
          "worklist", "--called", "SCP", "--date", "20260101", scp.peer());

      assertThat(all.isOk().output().lines()).hasSize(3);
      assertThat(ct.isOk().output().lines()).containsExactly(
          "DATE        TIME   MODALITY  STATION  ACCESSION  PATIENT ID  NAME            BORN"
              + "        SEX  PROCEDURE",
          "2026-11-24  08:30  CT        CT1      A1         1           ĐẶNG THỊ HƯỜNG  1970-01-31"
              + "  F    CT ngực");
      assertThat(full.isOk().output())
          .contains("[TRẦN^AN]", "(0040,0002) DA [20261124]", "# 1 match");
      assertThat(none.isOk().output().lines()).hasSize(1);
    }
  }

  private static Dataset item(String name, String modality) {
    Dataset step = Dataset.builder()
        .put(Tags.MODALITY, modality)
        .put(Tags.SCHEDULED_STATION_AE_TITLE, modality + "1")
        .put(Tags.SCHEDULED_PROCEDURE_STEP_START_DATE, "20261124")
        .put(Tags.SCHEDULED_PROCEDURE_STEP_START_TIME, "083000")
        .put(Tags.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, modality + " ngực")
        .build();
    return Dataset.builder()
        .put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .put(Tags.ACCESSION_NUMBER, "A1")
        .put(Tags.PATIENT_NAME, name)
        .put(Tags.PATIENT_ID, "1")
        .put(Tags.PATIENT_BIRTH_DATE, "19700131")
        .put(Tags.PATIENT_SEX, "F")
        .putItems(Tags.SCHEDULED_PROCEDURE_STEP_SEQUENCE, List.of(step))
        .build();
  }

  @Test
  void findsInTheArchiveOfDcmqrscp() throws Exception {
    int port = freePort();
    Path archive = Files.createDirectory(folder.resolve("archive"));
    Path config = Files.writeString(folder.resolve("dcmqrscp.cfg"), """
        NetworkTCPPort  = %d
        MaxPDUSize      = 16384
        MaxAssociations = 16
        HostTable BEGIN
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        SCP %s RW (10, 100mb) ANY
        AETable END
        """.formatted(port, archive));
    try (Served scp = Served.by(port, "dcmqrscp", "-c", config.toString())) {
      ToolRun.of("store", "--called", "SCP", scp.peer(), Dcmtk.file("CT_small.dcm").toString(),
          Dcmtk.file("MR_small.dcm").toString()).isOk();

      ToolRun ct = ToolRun.of("find", "--called", "SCP", "-L", "SERIES", "-k", "Modality=CT",
          "-k", "SeriesInstanceUID", "-k", "StudyInstanceUID=" + study("CT_small.dcm"),
          scp.peer());
      ToolRun patients = ToolRun.of("find", "--called", "SCP", "-L", "PATIENT", "-k",
          "PatientID=*", "--json", scp.peer());
      ToolRun first = ToolRun.of("find", "--called", "SCP", "-k", "StudyInstanceUID",
          "--max", "1", scp.peer());

      assertThat(ct.isOk().output()).contains("CS [SERIES]", "CS [CT]", "# 1 match");
      assertThat(patients.isOk().output()).startsWith("[{").contains("1CT1", "4MR1");
      assertThat(first.isOk().output()).endsWith("# 1 match" + System.lineSeparator());
    }
  }

  private static String study(String name) throws IOException {
    return DicomFile.readHeader(Dcmtk.file(name)).dataset()
        .string(Tags.STUDY_INSTANCE_UID).orElseThrow();
  }

  @Test
  void receivesFromStorescu() throws Exception {
    List<Path> files = new ArrayList<>();
    for (String name : List.of("CT_small.dcm", "MR_small.dcm", "rtdose.dcm")) {
      files.add(Dcmtk.file(name));
    }
    Path received = folder.resolve("received");
    int port = freePort();
    var run = new ToolRun[1];
    Thread receiver = Thread.ofVirtual().start(() -> run[0] = ToolRun.of("storescp", "--bind",
        "127.0.0.1", "--port", Integer.toString(port), "--ae", "RECEIVER", "--max", "3", "--dir",
        received.toString()));
    awaitEcho(port);
    List<String> command = new ArrayList<>(Arrays.asList(
        "storescu", "-R", "-aec", "RECEIVER", "127.0.0.1", Integer.toString(port)));
    files.forEach(file -> command.add(file.toString()));

    Dcmtk.run(command.toArray(String[]::new)).isSuccess();
    receiver.join(Duration.ofSeconds(20));

    assertThat(run[0].isOk().output()).contains("CT Image Storage from STORESCU")
        .endsWith("3 received" + System.lineSeparator());
    assertThat(filesIn(received)).hasSize(3);
    for (Path file : files) {
      // storescu leaves out what only fills the file up.
      Dataset sent = DicomFile.read(file).dataset()
          .apply(List.of(new Edit.Remove(Tags.DATA_SET_TRAILING_PADDING)));
      String uid = sent.string(Tags.SOP_INSTANCE_UID).orElseThrow();
      assertThat(DicomFile.read(received.resolve(uid + ".dcm")).dataset())
          .isEqualTo(sent);
    }
  }

  private static void awaitEcho(int port) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (ToolRun.of("echo", "--called", "RECEIVER", "127.0.0.1:" + port).exitCode() != 0) {
      assertThat(System.nanoTime()).as("storescp doesn't answer").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
