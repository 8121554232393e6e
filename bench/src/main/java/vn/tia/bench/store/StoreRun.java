package vn.tia.bench.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.bench.Peer;
import vn.tia.bench.Table;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ServerSettings;

/// Measures how many CT slices arrive each second at each receiver, on 1, 4 and 8 associations.
public final class StoreRun {
  private static final int[] ASSOCIATIONS = {1, 4, 8};
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(6);

  private final Instances instances = new Instances();
  private final double[] ours = new double[ASSOCIATIONS.length];
  private final Table table = new Table(
      "receiver", "associations", "instances/s", "MB/s", "Tia's receiver is faster by");

  private StoreRun() {}

  public static void run(PrintStream out) throws Exception {
    var run = new StoreRun();
    out.printf("## Storing CT slices of %d bytes, sent by Tia over loopback%n%n",
        run.instances.bytesEach());
    run.toTia();
    run.toDcmtk();
    run.toOrthanc();
    run.table.print(out);
    out.println("Tia's receiver and `storescp --ignore` discard what they receive; Orthanc stores"
        + " it on the disk.\nTia's receiver runs in the sender's process.\n");
  }

  private void toTia() throws Exception {
    try (var server = AssociationServer.start(ServerSettings.onLoopback(0, "TIA"),
        AssociationPolicy.anyone(), List.of(new DiscardingReceiver()))) {
      for (int i = 0; i < ASSOCIATIONS.length; i++) {
        ours[i] = new Load(instances, server.port(), "TIA").run(ASSOCIATIONS[i], WARM_UP, TIME);
        row("Tia", i, ours[i]);
      }
    }
  }

  private void toDcmtk() throws Exception {
    Optional<Path> storescp = Peer.installed("storescp");
    if (storescp.isEmpty()) {
      table.row("DCMTK storescp", "", "not installed", "", "");
      return;
    }
    int port = Peer.freePort();
    peer("DCMTK storescp --ignore --fork", port, _ -> List.of(storescp.get().toString(),
        "--ignore", "--fork", "--max-pdu", "131072", Integer.toString(port)));
  }

  private void toOrthanc() throws Exception {
    Optional<Path> orthanc = Peer.installed("Orthanc");
    if (orthanc.isEmpty()) {
      table.row("Orthanc", "", "not installed", "", "");
      return;
    }
    int port = Peer.freePort();
    peer("Orthanc", port, folder -> {
      Path settings = folder.resolve("orthanc.json");
      Files.writeString(settings, """
          {"Name": "bench", "HttpServerEnabled": false, "DicomPort": %d, "DicomAet": "ORTHANC",
           "DicomCheckCalledAet": false, "DicomAlwaysAllowStore": true, "OverwriteInstances": true,
           "StorageDirectory": "%s", "IndexDirectory": "%s", "StorageCompression": false}
          """.formatted(port, folder.resolve("store"), folder.resolve("store")));
      return List.of(orthanc.get().toString(), settings.toString());
    });
  }

  private interface Command {
    List<String> in(Path folder) throws IOException;
  }

  private void peer(String name, int port, Command command) throws Exception {
    Path folder = Files.createTempDirectory("tia-bench-");
    try (var peer = Peer.start(port, folder.resolve("log"), command.in(folder))) {
      for (int i = 0; i < ASSOCIATIONS.length; i++) {
        var load = new Load(instances, peer.port(), "ANY");
        row(name, i, load.run(ASSOCIATIONS[i], WARM_UP, TIME));
      }
    } finally {
      delete(folder);
    }
  }

  private void row(String name, int index, double rate) {
    table.row(name, Integer.toString(ASSOCIATIONS[index]), "%.0f".formatted(rate),
        "%.0f".formatted(rate * instances.bytesEach() / 1e6),
        "%.1f ×".formatted(ours[index] / rate));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
