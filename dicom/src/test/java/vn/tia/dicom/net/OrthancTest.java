package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Orthanc;

/// Associations with Orthanc, opened by it and by us.
@Timeout(60)
class OrthancTest {
  private static final List<String> NAMES = List.of("CT_small.dcm", "MR_small_implicit.dcm");

  @TempDir private Path folder;
  private final KeepingStore store = new KeepingStore();
  private AssociationServer server;
  private Orthanc orthanc;

  @BeforeEach
  void start() throws Exception {
    server = TestServers.start(TestServers.settings(), store);
    orthanc = Orthanc.start(folder, "TIA", server.port());
  }

  @AfterEach
  void stop() throws Exception {
    if (orthanc != null) {
      orthanc.close();
    }
    server.close();
  }

  private ClientSettings settings(Path file) throws Exception {
    int port = Integer.parseInt(orthanc.address().split(":")[1]);
    DicomHeader header = DicomFile.readHeader(file);
    return ClientSettings.toLoopback(port, "TIA", "ORTHANC")
        .propose(RawPeer.VERIFICATION)
        .propose(
            header.meta().sopClass().orElseThrow(),
            List.of(header.meta().syntax().uid().value()));
  }

  @Test
  void echoesBothWays() throws Exception {
    try (var association = Association.open(settings(Dcmtk.file(NAMES.getFirst())))) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
    orthanc.post("/modalities/station/echo", "{}");

    TestServers.isUnharmed(server);
  }

  @Test
  void storesBothWays() throws Exception {
    for (String name : NAMES) {
      Path file = Dcmtk.file(name);
      try (var association = Association.open(settings(file))) {
        assertThat(association.store(file)).isEqualTo(Status.SUCCESS);
      }
    }
    for (String id : orthanc.get("/instances").split("[^0-9a-f-]+")) {
      if (!id.isEmpty()) {
        orthanc.post("/modalities/station/store", id);
      }
    }

    assertThat(store.datasets.keySet())
        .isEqualTo(
            Set.of(
                sopInstance(Dcmtk.file(NAMES.getFirst())),
                sopInstance(Dcmtk.file(NAMES.getLast()))));
    assertThat(store.requests.values())
        .allMatch(request -> request.association().callingAe().equals("ORTHANC"));
  }

  private static String sopInstance(Path file) throws Exception {
    return DicomFile.readHeader(file).meta().sopInstance().orElseThrow();
  }
}
