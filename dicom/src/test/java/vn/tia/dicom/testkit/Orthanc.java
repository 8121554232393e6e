package vn.tia.dicom.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The archive Orthanc, titled ORTHANC, with a folder of its own.
public final class Orthanc implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");

  private final Process process;
  private final int dicomPort;
  private static final Path DICOM_WEB =
      Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

  private final int httpPort;
  private final HttpClient http = HttpClient.newHttpClient();

  private Orthanc(Process process, int dicomPort, int httpPort) {
    this.process = process;
    this.dicomPort = dicomPort;
    this.httpPort = httpPort;
  }

  /// Starts one that knows a station by its AE title on a port of this machine. It closes each
  /// HTTP connection after its answer: kept ones it closes after a second, in a client's face.
  public static Orthanc start(Path folder, String stationAe, int stationPort)
      throws IOException, InterruptedException {
    return start(folder, stationAe, stationPort, "\"Plugins\": []");
  }

  /// Starts one with its DICOMweb plugin, which knows a server called `tia`.
  public static Orthanc startWithDicomWeb(Path folder, String tia)
      throws IOException, InterruptedException {
    assumeTrue(Files.isReadable(DICOM_WEB),
        "Orthanc's DICOMweb is missing: apt-get install orthanc-dicomweb");
    return start(folder, "STATION", 1, """
        "Plugins": ["%s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/",
          "Servers": {"tia": {"Url": "%s", "HasDelete": false}}}""".formatted(DICOM_WEB, tia));
  }

  private static Orthanc start(Path folder, String stationAe, int stationPort, String plugins)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "Orthanc is missing: apt-get install orthanc");
    int dicomPort = Dcmtk.freePort();
    int httpPort = Dcmtk.freePort();
    Path config = folder.resolve("orthanc.json");
    Files.writeString(
        config,
        """
        {
          "Name": "test", "DicomAet": "ORTHANC", "DicomPort": %d, "HttpPort": %d,
          "StorageDirectory": "%s", "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
          "DicomAlwaysAllowEcho": true, "DicomAlwaysAllowStore": true,
          "DicomAlwaysAllowFind": true, "DicomAlwaysAllowGet": true,
          "DicomAlwaysAllowMove": true, "DicomCheckCalledAet": false, %s,
          "KeepAlive": false,
          "DicomModalities": {
            "station": {"AET": "%s", "Host": "127.0.0.1", "Port": %d,
              "AllowStorageCommitment": true}
          }
        }
        """
            .formatted(dicomPort, httpPort, folder.resolve("orthanc"), plugins, stationAe,
                stationPort));
    var builder = new ProcessBuilder(PROGRAM.toString(), config.toString());
    builder.environment().put("TCP_NODELAY", "1");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("orthanc.log").toFile())
            .start();
    Dcmtk.awaitListening(dicomPort);
    Dcmtk.awaitListening(httpPort);
    return new Orthanc(process, dicomPort, httpPort);
  }

  public String address() {
    return "127.0.0.1:" + dicomPort;
  }

  /// The base of its DICOMweb.
  public String dicomWeb() {
    return "http://127.0.0.1:%d/dicom-web".formatted(httpPort);
  }

  public int dicomPort() {
    return dicomPort;
  }

  /// The answer of its REST interface to a POST, which must be good.
  public String post(String path, String body) throws IOException, InterruptedException {
    return answered(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /// Gives it a file.
  public String upload(Path file) throws IOException, InterruptedException {
    return answered(HttpRequest.newBuilder(uri("/instances"))
        .POST(HttpRequest.BodyPublishers.ofFile(file)));
  }

  /// Makes it forget something.
  public void delete(String path) throws IOException, InterruptedException {
    answered(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  /// The answer of its REST interface to a GET, which must be good.
  public String get(String path) throws IOException, InterruptedException {
    return answered(HttpRequest.newBuilder(uri(path)));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(httpPort, path));
  }

  private String answered(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("Orthanc said %d: %s".formatted(response.statusCode(),
          response.body()));
    }
    return response.body();
  }

  @Override
  public void close() throws InterruptedException {
    Stream.concat(process.descendants(), Stream.of(process.toHandle()))
        .forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
    http.close();
  }
}
