package vn.tia.bench.web;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.bench.Folders;
import vn.tia.bench.Peer;
import vn.tia.bench.Table;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;

/// Measures DICOMweb of Tia, the whole program with 512 MB, and of Orthanc with its plugin.
public final class WebRun {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final int BATCH = 50;
  private static final String PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";
  private static final Path JAR = Path.of(
      System.getProperty("tia.bench.jar", "fhir-server/target/tia.jar"));

  private final Map<String, Double> ours = new LinkedHashMap<>();
  private final Table table = new Table("what", "connections", "server", "a second", "Tia ×");

  private WebRun() {}

  public static void run(PrintStream out) throws Exception {
    var run = new WebRun();
    out.println("## DICOMweb, CT slices of half a megabyte over loopback\n");
    try {
      run.tia();
      run.orthanc();
    } finally {
      run.table.print(out);
    }
    out.println("Each server beside its clients on one machine; Tia with fsync for each instance"
        + " and -Xmx512m beside its PostgreSQL, Orthanc with SQLite and without fsync.\n");
  }

  private void tia() throws Exception {
    if (!Files.exists(JAR)) {
      throw new IOException(JAR + " is not built; bench/run does that");
    }
    var folder = Files.createTempDirectory("tia-bench-");
    int port = Peer.freePort();
    var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m", "-Dfile.encoding=UTF-8", "--enable-native-access=ALL-UNNAMED", "-jar",
        JAR.toString(), "up", "--data", folder.resolve("data").toString(), "--http-port",
        Integer.toString(port), "--hl7-port", Integer.toString(Peer.freePort()), "--dicom-port",
        Integer.toString(Peer.freePort()));
    try (var _ = Peer.start(port, folder.resolve("log"), command)) {
      measure("Tia", port);
    } finally {
      Folders.delete(folder);
    }
  }

  private void orthanc() throws Exception {
    Optional<Path> orthanc = Peer.installed("Orthanc");
    if (orthanc.isEmpty() || !Files.exists(Path.of(PLUGIN))) {
      table.row("", "", "Orthanc", "not installed", "");
      return;
    }
    var folder = Files.createTempDirectory("tia-bench-");
    int port = Peer.freePort();
    var settings = folder.resolve("orthanc.json");
    Files.writeString(settings, """
        {"Name": "bench", "HttpPort": %d, "DicomServerEnabled": false, "KeepAlive": true,
         "KeepAliveTimeout": 60, "RemoteAccessAllowed": false,
         "AuthenticationEnabled": false, "TcpNoDelay": true,
         "StorageDirectory": "%s", "IndexDirectory": "%s", "Plugins": ["%s"],
         "HttpThreadsCount": 50, "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
        """.formatted(port, folder.resolve("store"), folder.resolve("store"), PLUGIN));
    try (var _ = Peer.start(port, folder.resolve("log"),
        List.of(orthanc.get().toString(), settings.toString()))) {
      measure("Orthanc", port);
    } finally {
      Folders.delete(folder);
    }
  }

  private void measure(String server, int port) throws Exception {
    var load = new WebLoad("http://127.0.0.1:" + port + "/dicom-web");
    for (int connections : new int[] {1, 4}) {
      row(server, "STOW-RS, instances in parts of 50", connections, () -> {
        load.store(BATCH, Uid.random().value());
        return BATCH;
      });
    }
    var study = Uid.random().value();
    List<Dataset> first = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      first.add(load.store(BATCH, study));
    }
    row(server, "QIDO-RS by PatientID", 8, () -> one(load.get(
        "/studies?PatientID=1&limit=10", "application/dicom+json")));
    row(server, "/metadata of 200 instances", 1, () -> one(load.get(
        "/studies/" + study + "/metadata", "application/dicom+json")));
    var instance = first.getFirst();
    var address = "/studies/" + study + "/series/"
        + instance.string(Tags.SERIES_INSTANCE_UID).orElseThrow() + "/instances/"
        + instance.string(Tags.SOP_INSTANCE_UID).orElseThrow();
    row(server, "WADO-RS, a frame", 8, () -> one(load.get(address + "/frames/1",
        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*")));
    row(server, "WADO-RS, an instance", 8, () -> one(load.get(address,
        "multipart/related; type=\"application/dicom\"; transfer-syntax=*")));
  }

  private static int one(int bytes) {
    return bytes > 0 ? 1 : 0;
  }

  private void row(String server, String what, int connections, WebLoad.Work work)
      throws Exception {
    double rate = WebLoad.rate(connections, WARM_UP, TIME, work);
    ours.putIfAbsent(what + connections, rate);
    table.row(what, Integer.toString(connections), server, "%.1f".formatted(rate),
        "%.1f".formatted(ours.get(what + connections) / rate));
  }
}
