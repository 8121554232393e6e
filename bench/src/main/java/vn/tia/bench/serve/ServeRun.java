package vn.tia.bench.serve;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vn.tia.bench.Folders;
import vn.tia.bench.Peer;
import vn.tia.bench.ProcessorTime;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;
import vn.tia.bench.archive.Archive;
import vn.tia.bench.archive.Loader;
import vn.tia.bench.archive.OrthancProgram;
import vn.tia.bench.archive.Slices;
import vn.tia.bench.archive.Slices.Study;
import vn.tia.bench.scale.WorklistRows;
import vn.tia.bench.serve.Rate.Asking;
import vn.tia.bench.serve.Rate.Opening;
import vn.tia.bench.serve.Rate.Until;
import vn.tia.dicom.net.AssociationPolicy;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.dicom.net.ServerSettings;

/// Measures what the archive answers, Tia with `-Xmx512m` beside its PostgreSQL, and its peers
/// after it with the same studies and worklist.
public final class ServeRun {
  private static final double SECONDS = Double.parseDouble(
      System.getProperty("tia.bench.seconds", "5"));
  /// Twice for each thing: in a first round over all, as they share most of their code, and before
  /// it is measured. A server runs for months; its compiler has done its work by its second minute.
  private static final Until WARM_UP = new Until(
      Double.parseDouble(System.getProperty("tia.bench.warm-up", "8")), 20_000);
  private static final Until MEASURED = new Until(SECONDS, Long.MAX_VALUE);
  private static final int STEPS = 1_000;
  private static final String ACCESSION = "A" + WorklistRows.RUN + "-";
  private static final String JSON = "Accept: application/dicom+json\r\n";
  private static final String ANY = "; transfer-syntax=*\r\n";
  private static final String FRAME =
      "Accept: multipart/related; type=\"application/octet-stream\"" + ANY;
  private static final String FILE = "Accept: multipart/related; type=\"application/dicom\"" + ANY;

  private final Slices slices = new Slices();
  private final Study large = slices.study(200);
  private final List<Study> small = studies(20, 20);
  private final List<Study> whole = studies(4, 100);
  private final String only = System.getProperty("tia.bench.only", "");
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /// What was measured of one thing.
  private static final class Row {
    private String tia = "";
    private double rate;
    private String cost = "";
    private final List<String> peers = new ArrayList<>();
    private final List<String> factors = new ArrayList<>();
  }

  /// Measures one thing under a name.
  private interface Measuring {
    <C extends Answering> void of(
        String what, int clients, Opening<C> opening, Asking<C> asking) throws Exception;
  }

  private ServeRun() {}

  public static void run(PrintStream out) throws Exception {
    var folder = Files.createTempDirectory("tia-serve-");
    out.println("## What the archive answers, CT slices of half a megabyte over loopback\n");
    var run = new ServeRun();
    try {
      run.run(folder);
    } finally {
      Folders.delete(folder);
      run.print(out);
    }
  }

  private List<Study> studies(int count, int instances) {
    return IntStream.range(0, count).mapToObj(_ -> slices.study(instances)).toList();
  }

  private void run(Path folder) throws Exception {
    try (var sink = AssociationServer.start(ServerSettings.onLoopback(0, "SINK"),
        AssociationPolicy.anyone(), List.of(new Caller.Discarding()))) {
      tia(Files.createDirectory(folder.resolve("tia")), sink.port());
      if (only.isEmpty()) {
        orthanc(Files.createDirectory(folder.resolve("orthanc")), sink.port());
        worklist(Files.createDirectory(folder.resolve("worklist")));
        nginx(Files.createDirectory(folder.resolve("files")));
      }
    }
  }

  private void tia(Path folder, int sinkPort) throws Exception {
    var options = new ArrayList<>(List.of("-Xmx512m",
        "-Dtia.dicom.destinations[0].ae-title=SINK", "-Dtia.dicom.destinations[0].host=127.0.0.1",
        "-Dtia.dicom.destinations[0].port=" + sinkPort,
        "-Dtia.dicom.destinations[0].facility=BVBD"));
    options.addAll(List.of(System.getProperty("tia.bench.options", "").split(" ")));
    options.removeIf(String::isEmpty);
    try (var program = TiaProgram.start(folder.resolve("data"), options.toArray(String[]::new));
        var database = program.records()) {
      var archive = new Archive("Tia", "TIA", program.dicomPort,
          "http://127.0.0.1:" + program.httpPort + "/dicom-web");
      load(archive);
      var items = WorklistRows.of(program, database);
      items.addOpen(1, 1 + STEPS);
      items.tidy();
      for (Measuring measuring : List.of(new WarmingUp(), new OfTia(program))) {
        measure(archive, measuring);
        steps(program.dicomPort, archive.aeTitle(), measuring);
      }
    }
    Folders.delete(folder);
  }

  private void load(Archive archive) throws IOException, InterruptedException {
    var loader = new Loader(archive);
    try (var association = loader.open()) {
      for (Study study : small) {
        Loader.store(association, study);
      }
      for (Study study : whole) {
        Loader.store(association, study);
      }
      Loader.store(association, large);
    }
  }

  private void measure(Archive archive, Measuring measuring) throws Exception {
    Opening<WebConnection> web = () -> new WebConnection(archive.web());
    Opening<Caller> caller = () -> Caller.of(archive);
    measuring.of("QIDO studies by PatientID", 8, web, (connection, turn) -> one(
        connection.get("/studies?PatientID=" + small(turn).patientId(), JSON)));
    for (int clients : new int[] {1, 4}) {
      measuring.of("/metadata of 200 instances", clients, web, (connection, _) -> one(
          connection.get("/studies/" + large.uid() + "/metadata", JSON)));
    }
    measuring.of("/metadata of 200 instances, gzip", 4, web, (connection, _) -> one(connection.get(
        "/studies/" + large.uid() + "/metadata", JSON + "Accept-Encoding: gzip\r\n")));
    for (int clients : new int[] {1, 8}) {
      measuring.of("a frame", clients, web, (connection, turn) -> one(
          connection.get(instance(turn) + "/frames/1", FRAME)));
      measuring.of("an instance", clients, web, (connection, turn) -> one(
          connection.get(instance(turn), FILE)));
    }
    for (int clients : new int[] {1, 8}) {
      measuring.of("C-FIND studies by PatientID", clients, caller, (connection, turn) ->
          connection.studies(small(turn).patientId()));
    }
    for (int clients : new int[] {1, 4}) {
      measuring.of("C-GET of CT studies, instances", clients, caller, (connection, turn) ->
          connection.get(whole.get(turn % whole.size()).uid()));
      measuring.of("C-MOVE of CT studies, instances", clients, caller, (connection, turn) ->
          connection.move(whole.get(turn % whole.size()).uid(), "SINK"));
    }
  }

  private static void steps(int port, String title, Measuring measuring) throws Exception {
    for (int clients : new int[] {1, 8}) {
      measuring.of("C-FIND one of 1,000 worklist items", clients,
          () -> Caller.ofWorklist(port, title),
          (connection, turn) -> connection.steps(ACCESSION + (1 + turn * 37 % STEPS)));
    }
  }

  private Study small(int turn) {
    return small.get(turn % small.size());
  }

  private String instance(int turn) {
    Study study = small(turn);
    return "/studies/" + study.uid() + "/series/" + study.seriesUid() + "/instances/"
        + study.slices().get(turn % 7).instance().sopInstanceUid();
  }

  private static long one(long bytes) throws IOException {
    if (bytes < 10) {
      throw new IOException("an answer has " + bytes + " bytes");
    }
    return 1;
  }

  private void orthanc(Path folder, int sinkPort) throws Exception {
    var started = OrthancProgram.start(folder, sinkPort);
    if (started.isEmpty()) {
      return;
    }
    try (var program = started.get()) {
      load(program.archive);
      measure(program.archive, new OfPeer("Orthanc"));
    }
    Folders.delete(folder);
  }

  private void worklist(Path folder) throws Exception {
    var started = WorklistFiles.start(folder,
        IntStream.rangeClosed(1, STEPS).mapToObj(i -> ACCESSION + i).toList());
    if (started.isPresent()) {
      try (var program = started.get()) {
        steps(program.port(), WorklistFiles.TITLE, new OfPeer("wlmscpfs"));
      }
    }
  }

  private void nginx(Path folder) throws Exception {
    for (int i = 0; i < 20; i++) {
      Files.write(folder.resolve(i + ".dcm"), small.get(i).slices().getFirst().toFile());
    }
    var started = FileServer.start(folder);
    if (started.isPresent()) {
      try (var program = started.get()) {
        for (int clients : new int[] {1, 8}) {
          new OfPeer("nginx").of("an instance", clients,
              () -> new WebConnection("http://127.0.0.1:" + program.port()),
              (connection, turn) -> one(connection.get("/" + turn % 20 + ".dcm", "")));
        }
      }
    }
  }

  private boolean isLeftOut(String what) {
    return Stream.of(only.split(",")).noneMatch(what::contains);
  }

  private final class WarmingUp implements Measuring {
    @Override
    public <C extends Answering> void of(
        String what, int clients, Opening<C> opening, Asking<C> asking) throws Exception {
      if (!isLeftOut(what)) {
        Rate.of(clients, WARM_UP, opening, asking);
      }
    }
  }

  private final class OfTia implements Measuring {
    private final TiaProgram program;

    OfTia(TiaProgram program) {
      this.program = program;
    }

    @Override
    public <C extends Answering> void of(
        String what, int clients, Opening<C> opening, Asking<C> asking) throws Exception {
      if (isLeftOut(what)) {
        return;
      }
      Rate.of(clients, WARM_UP, opening, asking);
      ProcessorTime before = program.used();
      Rate rate = Rate.of(clients, MEASURED, opening, asking);
      ProcessorTime used = program.used().since(before);
      double things = rate.things();
      Row row = rows.computeIfAbsent(what + " | " + clients, _ -> new Row());
      row.rate = rate.perSecond();
      row.tia = "%.0f | %.1f | %.1f".formatted(
          rate.perSecond(), rate.p50Millis(), rate.p99Millis());
      row.cost = "%.2f + %.2f".formatted(
          used.program().toNanos() / 1e6 / things, used.database().toNanos() / 1e6 / things);
      System.err.println(what + ", " + clients + ": " + row.tia + ", " + row.cost);
    }
  }

  private final class OfPeer implements Measuring {
    private final String name;

    OfPeer(String name) {
      this.name = name;
    }

    @Override
    public <C extends Answering> void of(
        String what, int clients, Opening<C> opening, Asking<C> asking) throws Exception {
      Rate rate = Rate.of(clients, MEASURED, opening, asking);
      Row row = rows.computeIfAbsent(what + " | " + clients, _ -> new Row());
      System.err.println(what + ", " + clients + ": " + name + " " + rate.perSecond());
      row.peers.add("%s %.1f".formatted(name, rate.perSecond()));
      row.factors.add("%.1f".formatted(row.rate / rate.perSecond()));
    }
  }

  private void print(PrintStream out) {
    var table = new Table("what", "clients", "Tia a second", "p50 ms", "p99 ms",
        "ms of processor: Tia + its PostgreSQL", "peers a second", "Tia ×");
    rows.forEach((what, row) -> {
      List<String> cells = new ArrayList<>(List.of(what.split(" \\| ")));
      cells.addAll(List.of(row.tia.split(" \\| ")));
      cells.addAll(List.of(row.cost, String.join(", ", row.peers),
          String.join(", ", row.factors)));
      table.row(cells.toArray(String[]::new));
    });
    table.print(out);
    out.println("Each server beside its clients on one machine, with its own answers only; Tia was"
        + " asked each thing for up to " + WARM_UP.seconds() + " s twice before it was measured."
        + " Not installed peers are left out.\n");
  }
}
