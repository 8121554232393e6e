package vn.tia.dicom.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ServerSettings;

class EchoToolTest {
  private static String at(AssociationServer server) {
    return "localhost:" + server.port();
  }

  @Test
  void saysThatAPeerAnswers() throws Exception {
    try (var server = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.callingAes(Set.of("CT1")), List.of())) {
      ToolRun run = ToolRun.of(
          "echo", "--calling", "CT1", "--called", "TIA", "--repeat", "2", at(server));

      assertThat(run.isOk().output().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("TIA at " + at(server) + ": success (0000), "));
    }
  }

  @Test
  void saysWhyAPeerRefuses() throws Exception {
    try (var server = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.callingAes(Set.of("CT1")), List.of())) {
      ToolRun stranger = ToolRun.of("echo", "--called", "TIA", at(server));
      ToolRun misdialled = ToolRun.of("echo", "--calling", "CT1", at(server));

      assertThat(stranger.exitCode()).isEqualTo(DicomTool.FAILED);
      assertThat(stranger.errors().strip()).isEqualTo("tia dicom echo: the peer rejected the"
          + " association: it doesn't know our AE title (--calling).");
      assertThat(misdialled.errors().strip()).isEqualTo("tia dicom echo: the peer rejected the"
          + " association: it isn't called by that AE title (--called).");
    }
  }

  @Test
  void failsWhereNobodyAnswers() throws Exception {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    ToolRun run = ToolRun.of("echo", "localhost:" + port);

    assertThat(run.exitCode()).isEqualTo(DicomTool.FAILED);
    assertThat(run.errors()).startsWith("tia dicom echo: nobody answers there: ");
  }
}
