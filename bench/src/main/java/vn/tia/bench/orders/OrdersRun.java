package vn.tia.bench.orders;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import vn.tia.bench.Folders;
import vn.tia.bench.Peer;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;

/// Measures durable orders beside HAPI's plain listener, how soon a modality sees an order, and
/// what 2,000 idle connections leave of a small heap.
public final class OrdersRun {
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final int WARM_ROUNDS_MAX = 20;
  /// The search index follows within a second.
  private static final Duration REST = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int ASKED = 500;
  private static final int IDLE = 2_000;

  private final PrintStream out;

  private OrdersRun(PrintStream out) {
    this.out = out;
  }

  public static void run(PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("tia-orders-");
    try {
      new OrdersRun(out).run(folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(Path folder) throws Exception {
    out.println("## Orders (ORM^O01, three of four of a new patient) over MLLP on loopback\n");
    var table = new Table("connections", "HAPI listener: parse, ACK", "p99",
        "Tia: parse, transaction, ACK", "p50", "p99", "ratio", "ms of processor an order: Tia",
        "its PostgreSQL");
    try (var tia = TiaProgram.start(folder.resolve("data"), "-Xmx2g")) {
      warm("Tia", new OrderLoad(tia.hl7Port));
      for (int connections : new int[] {1, 4, 8}) {
        var hapi = hapi(folder, connections);
        var before = tia.used();
        var ours = new OrderLoad(tia.hl7Port).run(connections, TIME);
        // What is left to do behind the last answer is the orders' work, too.
        Thread.sleep(REST);
        var used = tia.used().since(before);
        double orders = ours.perSecond() * TIME.toMillis() / 1000;
        table.row(Integer.toString(connections), "%.0f/s".formatted(hapi.perSecond()),
            "%.1f ms".formatted(hapi.p99Millis()), "%.0f/s".formatted(ours.perSecond()),
            "%.1f ms".formatted(ours.p50Millis()), "%.1f ms".formatted(ours.p99Millis()),
            "%.0f %%".formatted(100 * ours.perSecond() / hapi.perSecond()),
            "%.2f".formatted(used.program().toNanos() / 1e6 / orders),
            "%.2f".formatted(used.database().toNanos() / 1e6 / orders));
      }
      table.print(out);
      visible(tia);
    }
    idle(folder.resolve("small"));
  }

  /// Sends until it gets no faster: Java compiles what runs often, and that takes a while.
  private void warm(String name, OrderLoad load) throws Exception {
    double best = 0;
    int worse = 0;
    for (int round = 0; round < WARM_ROUNDS_MAX && worse < 2; round++) {
      double rate = load.run(8, WARM_UP).perSecond();
      worse = rate > 1.05 * best ? 0 : worse + 1;
      best = Math.max(best, rate);
    }
    out.printf("%s warmed up to %.0f/s on 8 connections.%n%n", name, best);
  }

  private static OrderLoad.Result hapi(Path folder, int connections) throws Exception {
    int port = Peer.freePort();
    var command = List.of(TiaProgram.java().toString(), "-Xmx1g", "-cp",
        System.getProperty("java.class.path"), HapiListener.class.getName(),
        Integer.toString(port));
    try (var _ = Peer.start(port, folder.resolve("hapi.log"), command)) {
      var load = new OrderLoad(port);
      load.run(connections, WARM_UP);
      return load.run(connections, TIME);
    }
  }

  /// From the ACK of an order to the worklist's answer that holds it.
  private void visible(TiaProgram tia) throws Exception {
    var millis = new ArrayList<Double>();
    try (var his = MllpClient.connect(MllpClientSettings.to("127.0.0.1", tia.hl7Port));
        var modality = new Modality(tia.dicomPort)) {
      for (int i = 0; i < ASKED; i++) {
        place(his, "v", i);
        long acknowledged = System.nanoTime();
        if (modality.items("Av-" + i) != 1) {
          throw new IOException("the worklist does not have order " + i + " once");
        }
        millis.add((System.nanoTime() - acknowledged) / 1e6);
      }
    }
    out.printf("An order is in the answer to a C-FIND that is asked at its ACK: p50 %.1f ms,"
        + " p99 %.1f ms (%d orders).%n", OrderLoad.percentile(millis, 50),
        OrderLoad.percentile(millis, 99), ASKED);
  }

  private void idle(Path data) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (var tia = TiaProgram.start(data, "-Xmx256m")) {
      for (int i = 0; i < IDLE - 1; i++) {
        sockets.add(new Socket("127.0.0.1", tia.hl7Port));
      }
      var millis = new ArrayList<Double>();
      try (var his = MllpClient.connect(MllpClientSettings.to("127.0.0.1", tia.hl7Port))) {
        for (int i = 0; i < ASKED; i++) {
          long before = System.nanoTime();
          place(his, "i", i);
          millis.add((System.nanoTime() - before) / 1e6);
        }
      }
      out.printf("Beside %d idle connections in -Xmx256m %d orders were taken, p99 %.1f ms.%n%n",
          IDLE - 1, ASKED, OrderLoad.percentile(millis, 99));
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  private static void place(MllpClient his, String run, int number) throws IOException {
    String answer = new String(his.exchange(OrderText.of(run, number)), ISO_8859_1);
    if (!answer.contains("MSA|AA|")) {
      throw new IOException("an order was not accepted: " + answer);
    }
  }
}
