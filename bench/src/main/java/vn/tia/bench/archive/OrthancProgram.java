package vn.tia.bench.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.tia.bench.Peer;

/// Orthanc with its DICOMweb plugin, as Debian gives it: on SQLite, in a process of its own.
public final class OrthancProgram implements AutoCloseable {
  private static final String PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

  public final Archive archive;
  private final Peer process;

  private OrthancProgram(Archive archive, Peer process) {
    this.archive = archive;
    this.process = process;
  }

  /// Starts in a folder; empty where it isn't installed.
  ///
  /// [Peer] sets TCP_NODELAY, else each of its DIMSE answers waits 40 ms. Kept-alive HTTP
  /// connections have the same wait, so there are none.
  public static Optional<OrthancProgram> start(Path folder) throws Exception {
    return start(folder, 0);
  }

  /// The same, with a node `SINK` on a port that C-MOVE sends to.
  public static Optional<OrthancProgram> start(Path folder, int sinkPort) throws Exception {
    Optional<Path> orthanc = Peer.installed("Orthanc");
    if (orthanc.isEmpty() || !Files.exists(Path.of(PLUGIN))) {
      return Optional.empty();
    }
    int dicom = Peer.freePort();
    int http = Peer.freePort();
    Path settings = folder.resolve("orthanc.json");
    Files.writeString(settings, """
        {"Name": "bench", "HttpPort": %d, "KeepAlive": false, "TcpNoDelay": true,
         "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "HttpThreadsCount": 50,
         "DicomPort": %d, "DicomAet": "ORTHANC", "DicomCheckCalledAet": false,
         "DicomAlwaysAllowStore": true, "DicomAlwaysAllowFind": true,
         "DicomAlwaysAllowGet": true, "DicomAlwaysAllowMove": true,
         "DicomModalities": {"sink": ["SINK", "127.0.0.1", %d]},
         "StorageDirectory": "%s", "IndexDirectory": "%s", "StorageCompression": false,
         "Plugins": ["%s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
        """.formatted(http, dicom, sinkPort, folder.resolve("store"), folder.resolve("store"),
        PLUGIN));
    var process = Peer.start(http, folder.resolve("log"),
        List.of(orthanc.get().toString(), settings.toString()));
    process.awaitPort(dicom);
    return Optional.of(new OrthancProgram(
        new Archive("Orthanc", "ORTHANC", dicom, "http://127.0.0.1:" + http + "/dicom-web"),
        process));
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
