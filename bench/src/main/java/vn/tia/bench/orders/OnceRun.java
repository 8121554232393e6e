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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.bench.Folders;
import vn.tia.bench.Table;
import vn.tia.bench.TiaProgram;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.records.database.Database;
import vn.tia.records.database.DatabaseSettings;

/// Proves that each order has its effect once: senders that drop their connections at random and
/// send again what was not answered, and a `kill -9` of the program and its PostgreSQL half-way.
///
/// As many orders as the system property `tia.bench.orders` says, 100,000 where it says nothing.
public final class OnceRun {
  private static final int CONNECTIONS = 8;
  /// Before one sending in so many, the message is sent without waiting for its answer.
  private static final int DROP = 50;
  private static final long SEED = 20_261_124;

  private final int orders = Integer.getInteger("tia.bench.orders", 100_000);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private volatile int port;

  private OnceRun() {}

  public static void run(PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("tia-once-");
    try {
      new OnceRun().run(out, folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(PrintStream out, Path folder) throws Exception {
    out.printf("## %,d orders over %d connections with random disconnects and a kill -9%n%n",
        orders, CONNECTIONS);
    Path data = folder.resolve("data");
    long start = System.nanoTime();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      try {
        try (var first = TiaProgram.start(data, "-Xmx1g")) {
          port = first.hl7Port;
          for (int i = 0; i < CONNECTIONS; i++) {
            var random = new Random(SEED + i);
            all.add(senders.submit(() -> send(random)));
          }
          while (taken.get() < orders / 2 && all.stream().noneMatch(Future::isDone)) {
            Thread.sleep(5);
          }
          first.kill();
        }
        try (var second = TiaProgram.start(data, "-Xmx1g")) {
          port = second.hl7Port;
          for (var sender : all) {
            sender.get();
          }
        }
      } finally {
        // Where a program didn't start, nobody would ever answer them.
        senders.shutdownNow();
      }
    }
    report(out, data, Duration.ofNanos(System.nanoTime() - start));
  }

  /// Sends order after order, each until it is taken.
  private Integer send(Random random) throws IOException, InterruptedException {
    var connection = Optional.<MllpClient>empty();
    int number = next.getAndIncrement();
    for (; number < orders; number = next.getAndIncrement()) {
      byte[] message = OrderText.of("o", number);
      boolean isTaken = false;
      while (!isTaken) {
        try {
          if (random.nextInt(DROP) == 0) {
            drop(message, random);
          }
          if (connection.isEmpty()) {
            connection =
                Optional.of(MllpClient.connect(MllpClientSettings.to("127.0.0.1", port)));
          }
          sent.incrementAndGet();
          isTaken = isTaken(new String(connection.get().exchange(message), ISO_8859_1));
        } catch (IOException _) {
          connection = Optional.empty();
          Thread.sleep(random.nextInt(20));
        }
      }
      taken.incrementAndGet();
    }
    return number;
  }

  private static boolean isTaken(String answer) {
    if (answer.contains("MSA|AE|")) {
      throw new IllegalStateException("an order was refused: " + answer);
    }
    // AR: the records are down for a moment, or going down.
    return answer.contains("MSA|AA|");
  }

  /// Sends all or a part on a connection of its own and hangs up before, while or after it is
  /// worked on.
  private void drop(byte[] message, Random random) throws IOException, InterruptedException {
    try (var socket = new Socket("127.0.0.1", port)) {
      sent.incrementAndGet();
      var out = socket.getOutputStream();
      out.write(0x0B);
      if (random.nextInt(3) == 0) {
        out.write(message, 0, random.nextInt(message.length));
      } else {
        out.write(message);
        out.write(new byte[] {0x1C, 0x0D});
      }
      Thread.sleep(random.nextInt(5));
    }
  }

  private void report(PrintStream out, Path data, Duration time) throws IOException {
    var table = new Table("", "expected", "found");
    var settings = new DatabaseSettings(data.resolve("postgres"), Optional.empty(), 2,
        DatabaseSettings.CONNECTION_TIMEOUT);
    boolean isRight = true;
    try (var database = Database.open(settings)) {
      isRight &= row(table, "worklist items",
          count(database, "SELECT count(*) FROM scheduled_step"));
      isRight &= row(table, "different accession numbers on them", count(database,
          "SELECT count(DISTINCT accession_value) FROM imaging_order JOIN scheduled_step s"
              + " ON s.order_id = imaging_order.id"));
      isRight &= row(table, "patients", count(database, "SELECT count(*) FROM patient"));
      isRight &= row(table, "ServiceRequests in version 1", count(database,
          "SELECT count(*) FROM resource WHERE resource_type = 'ServiceRequest' AND version = 1"));
      isRight &= row(table, "messages journalled as taken", count(database,
          "SELECT count(*) FROM hl7_message WHERE outcome = 'AA'"));
    }
    table.print(out);
    out.printf("%,d sendings for %,d orders in %,d s with two starts; seed %d.%n%n",
        sent.get(), orders, time.toSeconds(), SEED);
    if (!isRight) {
      throw new IllegalStateException("not each order had its effect once");
    }
  }

  private boolean row(Table table, String what, int found) {
    table.row(what, Integer.toString(orders), Integer.toString(found));
    return found == orders;
  }

  private static int count(Database database, String sql) {
    return database.jdbc().sql(sql).query(Integer.class).single();
  }
}
