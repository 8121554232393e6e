package vn.tia.bench.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import vn.tia.bench.ProcessorTime;

/// Measures what one archive takes in: C-STORE on 1, 4 and 8 associations and STOW-RS on 1 and 4
/// connections, in studies of 50 slices.
final class IngestRun {
  private static final int SLICES = Integer.getInteger("tia.bench.slices", 2_000);
  private static final int STUDY = 50;
  /// Before anything is measured: the compiler of our program has its work then, which took as much
  /// of the processor as the storing itself up to here.
  private static final int WARM_UP = 2 * SLICES;

  private final Slices slices;
  private final Loader loader;
  private final Metered archive;

  /// A program whose processor time can be read.
  interface Metered {
    ProcessorTime used() throws IOException;
  }

  /// How many instances it took each second, and what each cost of the processor.
  record Rate(double perSecond, double programMillis, double databaseMillis) {

    String cost() {
      return "%.2f + %.2f".formatted(programMillis, databaseMillis);
    }
  }

  /// Work, named as the table names it.
  record What(String name, int senders) {}

  IngestRun(Slices slices, Archive archive, Metered metered) {
    this.slices = slices;
    this.loader = new Loader(archive);
    this.archive = metered;
  }

  /// How many instances were sent to an archive in all.
  static int sent() {
    return 2 * WARM_UP + 5 * SLICES;
  }

  /// What was taken in, told as it comes.
  void run(BiConsumer<What, Rate> told) throws Exception {
    cStore(4, WARM_UP);
    for (int associations : new int[] {1, 4, 8}) {
      told.accept(new What("C-STORE", associations), cStore(associations, SLICES));
    }
    stow(4, WARM_UP);
    for (int connections : new int[] {1, 4}) {
      told.accept(new What("STOW-RS of 50", connections), stow(connections, SLICES));
    }
  }

  private Rate cStore(int associations, int count) throws Exception {
    return rate(associations, count, studies -> {
      try (var association = loader.open()) {
        while (studies.getAndDecrement() > 0) {
          Loader.store(association, slices.study(STUDY));
        }
      }
    });
  }

  private Rate stow(int connections, int count) throws Exception {
    return rate(connections, count, studies -> {
      while (studies.getAndDecrement() > 0) {
        loader.stow(slices.study(STUDY));
      }
    });
  }

  /// Takes studies until none are left.
  private interface Sender {
    void send(AtomicInteger studies) throws IOException, InterruptedException;
  }

  private Rate rate(int senders, int count, Sender sender) throws Exception {
    var studies = new AtomicInteger(count / STUDY);
    List<Future<?>> all = new ArrayList<>();
    ProcessorTime before = archive.used();
    long start = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < senders; i++) {
        all.add(threads.submit(() -> {
          sender.send(studies);
          return true;
        }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a sender failed", e.getCause());
    }
    double rate = count * 1e9 / (System.nanoTime() - start);
    ProcessorTime used = archive.used().since(before);
    return new Rate(rate, millis(used.program(), count), millis(used.database(), count));
  }

  private static double millis(Duration all, int count) {
    return all.toNanos() / 1e6 / count;
  }
}
