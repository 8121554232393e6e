package vn.tia.bench.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.tia.bench.Peer;
import vn.tia.bench.ProcessorTime;
import vn.tia.records.database.PostgresServer;

/// Orthanc with its DICOMweb plugin, as Debian gives it, in a process of its own: on SQLite, or on
/// a PostgreSQL that is set up as ours is.
public final class OrthancProgram implements AutoCloseable {
  private static final String PLUGINS = "/usr/share/orthanc/plugins/";
  private static final String WEB = PLUGINS + "libOrthancDicomWeb.so";
  private static final String INDEX = PLUGINS + "libOrthancPostgreSQLIndex.so";

  public final Archive archive;
  private final Path folder;
  private final Peer process;
  private final Optional<PostgresServer> database;

  private OrthancProgram(
      Archive archive, Path folder, Peer process, Optional<PostgresServer> database) {
    this.archive = archive;
    this.folder = folder;
    this.process = process;
    this.database = database;
  }

  /// Starts in a folder on SQLite; empty where it isn't installed.
  ///
  /// [Peer] sets TCP_NODELAY, else each of its DIMSE answers waits 40 ms. Kept-alive HTTP
  /// connections have the same wait, so there are none.
  public static Optional<OrthancProgram> start(Path folder) throws Exception {
    return start(folder, Peer.freePort());
  }

  /// The same, with a node `SINK` on a port that C-MOVE sends to.
  public static Optional<OrthancProgram> start(Path folder, int sinkPort) throws Exception {
    if (!isInstalled(WEB)) {
      return Optional.empty();
    }
    String index = "\"Plugins\": [\"%s\"]".formatted(WEB);
    return Optional.of(start(folder, sinkPort, index, Optional.empty()));
  }

  /// Starts in a folder with its index in a PostgreSQL of its own, its files beside it; empty where
  /// its plugin isn't installed.
  public static Optional<OrthancProgram> onPostgres(Path folder) throws Exception {
    if (!isInstalled(WEB) || !isInstalled(INDEX)) {
      return Optional.empty();
    }
    var server = PostgresServer.start(folder.resolve("postgres"));
    try {
      String index = """
          "Plugins": ["%s", "%s"], "PostgreSQL": {"EnableIndex": true, "EnableStorage": false,
           "Host": "127.0.0.1", "Port": %s, "Database": "orthanc", "Username": "tia",
           "Password": "%s", "IndexConnectionsCount": 8}""".formatted(WEB, INDEX,
          Files.readAllLines(folder.resolve("postgres/cluster/postmaster.pid")).get(3).strip(),
          makeDatabase(server));
      return Optional.of(start(folder, Peer.freePort(), index, Optional.of(server)));
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private static boolean isInstalled(String plugin) {
    return Peer.installed("Orthanc").isPresent() && Files.exists(Path.of(plugin));
  }

  /// The password to it.
  private static String makeDatabase(PostgresServer server) throws SQLException {
    var target = server.database("postgres");
    try (var connection =
            DriverManager.getConnection(target.url(), target.user(), target.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE orthanc");
    }
    return target.password();
  }

  private static OrthancProgram start(Path folder, int sinkPort, String index,
      Optional<PostgresServer> database) throws Exception {
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
         %s, "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
        """.formatted(http, dicom, sinkPort, folder.resolve("store"), folder.resolve("store"),
        index));
    var process = Peer.start(http, folder.resolve("log"), List.of(
        Peer.installed("Orthanc").orElseThrow().toString(), settings.toString()));
    process.awaitPort(dicom);
    return new OrthancProgram(
        new Archive("Orthanc", "ORTHANC", dicom, "http://127.0.0.1:" + http + "/dicom-web"),
        folder, process, database);
  }

  /// How much of the processor it has used, its PostgreSQL included.
  ProcessorTime used() throws IOException {
    if (database.isPresent()) {
      return ProcessorTime.of(handle(), folder);
    }
    return new ProcessorTime(
        handle().info().totalCpuDuration().orElse(Duration.ZERO), Duration.ZERO);
  }

  public ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
    database.ifPresent(PostgresServer::close);
  }
}
