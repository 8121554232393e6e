package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.DimseService;
import vn.tia.dicom.net.Instance;
import vn.tia.dicom.net.Status;

/// `storescp` as a program of its own, as it is started and stopped.
class StoreScpToolTest {
  private static final String CT = Uids.CT_IMAGE_STORAGE.value();

  @TempDir private Path folder;

  /// The program that the test starts.
  static final class Program {
    private Program() {}

    public static void main(String... args) {
      System.exit(DicomTool.run(List.of(args), System.in, System.out, System.err));
    }
  }

  private Process start() throws Exception {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        Program.class.getName(), "storescp", "--bind", "127.0.0.1", "--port", "0", "--dir",
        folder.resolve("in").toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Association open(String listening) throws Exception {
    int port = Integer.parseInt(listening.replace("listening on port ", ""));
    return Association.open(ClientSettings.toLoopback(port, "CT1", "RECEIVER").propose(CT));
  }

  private static Status store(Association association, String uid) throws Exception {
    var instance = new Instance(CT, uid, DimseService.UNCOMPRESSED.getFirst());
    return association.store(instance, new ByteArrayInputStream(new byte[0]));
  }

  private List<String> received() throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString()).toList();
    }
  }

  @Test
  void writesNothingOutsideItsFolderAndStopsInOrder() throws Exception {
    Process process = start();
    try (BufferedReader output = process.inputReader()) {
      String listening = output.readLine();
      try (Association association = open(listening)) {
        assertThat(store(association, "1.2.3")).isEqualTo(Status.SUCCESS);
        assertThat(store(association, "../1.2.4").isFailure()).isTrue();
        assertThat(store(association, "1.2.4/../../5").isFailure()).isTrue();
      }
      // By its handle, as the process itself would close its output too.
      process.toHandle().destroy();

      assertThat(output.lines().toList()).last().isEqualTo("1 received");
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(received()).containsExactly(Path.of("in", "1.2.3.dcm").toString());
    } finally {
      process.destroyForcibly();
    }
  }
}
