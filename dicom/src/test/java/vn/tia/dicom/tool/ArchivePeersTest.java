package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.testkit.Dcmqrscp;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Orthanc;

/// Our tools against archives of others: DCMTK's `dcmqrscp` and Orthanc.
@Timeout(120)
class ArchivePeersTest {
  private static final List<String> FILES = List.of("CT_small.dcm", "MR_small.dcm", "rtplan.dcm");

  @TempDir private Path folder;
  private int stationPort;

  @BeforeEach
  void findPort() throws IOException {
    stationPort = Dcmtk.freePort();
  }

  private String received() {
    return folder.resolve("received").toString();
  }

  private List<Dataset> receivedDatasets() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("received"))) {
      return files.map(ArchivePeersTest::dataset).toList();
    }
  }

  private static Dataset dataset(Path file) {
    try {
      return DicomFile.read(file).dataset();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String study(String name) {
    return dataset(Dcmtk.file(name)).string(Tags.STUDY_INSTANCE_UID).orElseThrow();
  }

  private static String[] storeOf(String called, String address) {
    return Stream.concat(
            Stream.of("store", "--called", called, address),
            FILES.stream().map(name -> Dcmtk.file(name).toString()))
        .toArray(String[]::new);
  }

  /// What every archive must do for us.
  abstract class Archive {
    abstract String address();

    abstract String title();

    @Test
    void storesFindsGetsAndMoves() throws IOException {
      ToolRun.of(storeOf(title(), address())).isOk();
      String ct = study("CT_small.dcm");

      assertThat(ToolRun.of("find", "--called", title(), "-k", "StudyInstanceUID=" + ct,
          "-k", "PatientID", address()).isOk().output()).contains("# 1 match");
      ToolRun got = ToolRun.of("get", "--calling", "STATION", "--called", title(),
          "--study", ct, "--dir", received(), address()).isOk();
      assertThat(got.output().strip()).isEqualTo("1 received, 0 failed");
      assertThat(receivedDatasets()).singleElement()
          .returns(dataset(Dcmtk.file("CT_small.dcm")).bytes(Tags.PIXEL_DATA),
              d -> d.bytes(Tags.PIXEL_DATA));

      ToolRun moved = ToolRun.of("move", "--calling", "STATION", "--called", title(),
          "--bind", InetAddress.getLoopbackAddress().getHostAddress(),
          "--port", Integer.toString(stationPort), "-k", "PatientID=*", "--dir", received(),
          "--verbose", address()).isOk();
      assertThat(moved.output()).contains("3 sent, 3 received, 0 failed");
      assertThat(receivedDatasets()).hasSize(3);
    }

    @Test
    void saysThatNothingMatches() {
      ToolRun run = ToolRun.of("get", "--called", title(), "--study", "1.2.3",
          "--dir", received(), address());

      assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(run.output().strip()).isEqualTo("0 received, 0 failed");
    }

    @Test
    void saysThatADestinationIsNotKnown() {
      ToolRun.of(storeOf(title(), address())).isOk();
      ToolRun run = ToolRun.of("move", "--called", title(), "--to", "NOBODY",
          "--study", study("CT_small.dcm"), address());

      assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(run.errors()).contains("the peer ended the retrieval: ");
    }
  }

  @Nested
  class OfDcmtk extends Archive {
    private Dcmqrscp archive;

    @BeforeEach
    void start() throws Exception {
      archive = Dcmqrscp.start(folder, "STATION", stationPort);
    }

    @AfterEach
    void stop() {
      archive.close();
    }

    @Override
    String address() {
      return archive.address();
    }

    @Override
    String title() {
      return "ARCHIVE";
    }
  }

  @Nested
  class OfOrthanc extends Archive {
    private Orthanc archive;

    @BeforeEach
    void start() throws Exception {
      archive = Orthanc.start(folder, "STATION", stationPort);
    }

    @AfterEach
    void stop() throws Exception {
      archive.close();
    }

    @Override
    String address() {
      return archive.address();
    }

    @Override
    String title() {
      return "ORTHANC";
    }

    @Test
    void answersForWhatItHasOnAnAssociationOfItsOwn() {
      ToolRun.of(storeOf(title(), address())).isOk();

      ToolRun run = ToolRun.of("commit", "--calling", "STATION", "--called", title(),
          "--bind", "127.0.0.1", "--port", Integer.toString(stationPort), "--wait", "20",
          "--instance", "1.2.840.10008.5.1.4.1.1.2=1.2.3.4", address(),
          Dcmtk.file("CT_small.dcm").toString(), Dcmtk.file("MR_small.dcm").toString());

      assertThat(run.output().strip()).isEqualTo("2 committed, 1 failed");
      assertThat(run.errors().strip())
          .isEqualTo("1.2.3.4: not committed: there is no such instance (0112).");
      assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    }
  }
}
