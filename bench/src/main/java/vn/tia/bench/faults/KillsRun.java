package vn.tia.bench.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.PrintStream;
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
import vn.tia.bench.TiaProgram;
import vn.tia.bench.archive.Archive;
import vn.tia.bench.archive.Loader;
import vn.tia.bench.archive.Slices;
import vn.tia.bench.orders.OrderText;
import vn.tia.dicom.net.Association;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;

/// Kills the program again and again while modalities store, a web client posts and a HIS orders,
/// and then looks for each instance and order that was acknowledged.
///
/// As many kills as the system property `tia.bench.kills` says, 50 where it says nothing. In turn
/// the program alone is killed, its PostgreSQL with it, and PostgreSQL a second before.
public final class KillsRun {
  private static final int STORING = 3;
  private static final int POSTING = 2;
  private static final int ORDERING = 1;
  private static final int SLICES = 10;
  /// How many instances a life acknowledges, from a few to some seconds' worth.
  private static final int INSTANCES_MIN = 5;
  private static final int INSTANCES_MAX = 400;
  private static final Duration LIFE_MAX = Duration.ofMinutes(1);
  private static final long SEED = 20_261_125;

  private final int kills = Integer.getInteger("tia.bench.kills", 50);
  private final Slices slices = Slices.small();
  private final Sent sent = new Sent();
  private final AtomicInteger nextOrder = new AtomicInteger();
  private volatile Optional<TiaProgram> program = Optional.empty();
  private volatile boolean isOver;

  private KillsRun() {}

  public static void run(PrintStream out) throws Exception {
    Path folder = Files.createTempDirectory("tia-kills-");
    try {
      new KillsRun().run(out, folder);
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(PrintStream out, Path folder) throws Exception {
    out.printf("## %d times kill -9 under C-STORE, STOW-RS and orders; seed %d%n%n", kills, SEED);
    Path data = folder.resolve("data");
    long start = System.nanoTime();
    List<Future<?>> senders = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < STORING; i++) {
        senders.add(threads.submit(() -> again(this::store)));
      }
      for (int i = 0; i < POSTING; i++) {
        senders.add(threads.submit(() -> again(this::post)));
      }
      for (int i = 0; i < ORDERING; i++) {
        senders.add(threads.submit(() -> again(this::order)));
      }
      try {
        lives(data);
      } finally {
        isOver = true;
        threads.shutdownNow();
      }
    }
    out.printf("%d starts in %,d s.%n%n", kills + 1,
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
    StoredCheck.run(out, data, sent);
  }

  private void lives(Path data) throws Exception {
    var random = new Random(SEED);
    for (int i = 0; i < kills; i++) {
      try (var living = TiaProgram.start(data, "-Xmx512m")) {
        program = Optional.of(living);
        live(random.nextInt(INSTANCES_MIN, INSTANCES_MAX));
        if (i % 3 == 2) {
          living.killDatabase();
          Thread.sleep(1_000);
        }
        program = Optional.empty();
        living.kill();
        if (i % 3 == 1) {
          living.killDatabase();
        }
      }
    }
    // What is left half-done by the last kill is put in order by a start, as by any other.
    try (var last = TiaProgram.start(data, "-Xmx512m")) {
      program = Optional.of(last);
      live(INSTANCES_MIN);
      program = Optional.empty();
    }
  }

  /// Lets the program live until it has acknowledged so many more instances.
  private void live(int instances) throws InterruptedException {
    int before = sent.instances().size();
    long end = System.nanoTime() + LIFE_MAX.toNanos();
    while (sent.instances().size() - before < instances && System.nanoTime() < end) {
      Thread.sleep(1);
    }
  }

  /// Sends one thing until it is acknowledged.
  private interface Sender {
    void send(TiaProgram to) throws IOException, InterruptedException;
  }

  private boolean again(NewSender sender) throws InterruptedException {
    while (!isOver) {
      Sender one = sender.next();
      boolean isAcknowledged = false;
      while (!isAcknowledged && !isOver) {
        try {
          var living = program.orElseThrow(() -> new IOException("nobody is there"));
          sent.sendings().incrementAndGet();
          one.send(living);
          isAcknowledged = true;
        } catch (IOException _) {
          Thread.sleep(20);
        }
      }
    }
    return true;
  }

  /// Makes what is sent next.
  private interface NewSender {
    Sender next();
  }

  private static Archive archive(TiaProgram to) {
    return new Archive("Tia", "TIA", to.dicomPort,
        "http://127.0.0.1:" + to.httpPort + "/dicom-web");
  }

  private Sender store() {
    var study = slices.study(SLICES);
    return to -> {
      try (Association association = new Loader(archive(to)).open()) {
        for (var slice : study.slices()) {
          Loader.store(association, slice);
          sent.acknowledged(slice);
        }
      }
    };
  }

  private Sender post() {
    var study = slices.study(SLICES);
    return to -> {
      new Loader(archive(to)).stow(study);
      study.slices().forEach(sent::acknowledged);
    };
  }

  private Sender order() {
    int number = nextOrder.getAndIncrement();
    return to -> {
      try (var connection =
          MllpClient.connect(MllpClientSettings.to("127.0.0.1", to.hl7Port))) {
        var answer = new String(connection.exchange(OrderText.of("k", number)), ISO_8859_1);
        if (!answer.contains("MSA|AA|")) {
          throw new IOException("an order was not taken");
        }
        sent.orders().add(number);
      }
    };
  }

  /// The accession number of an order.
  static String accession(int number) {
    return "Ak-" + number;
  }
}
