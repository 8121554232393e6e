package vn.tia.bench.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures what one archive takes in: C-STORE on 1, 4 and 8 associations and STOW-RS on 1 and 4
/// connections, in studies of 50 slices.
final class IngestRun {
  private static final int SLICES = 2_000;
  private static final int STUDY = 50;
  /// Before anything is measured: the compiler of our program has its work then, which took as much
  /// of the processor as the storing itself up to here.
  private static final int WARM_UP = 4_000;

  private final Slices slices;
  private final Loader loader;

  IngestRun(Slices slices, Archive archive) {
    this.slices = slices;
    this.loader = new Loader(archive);
  }

  /// How many instances were sent to an archive in all.
  static int sent() {
    return 2 * WARM_UP + 5 * SLICES;
  }

  /// Instances each second, by what was done.
  Map<String, Double> run() throws Exception {
    Map<String, Double> rates = new LinkedHashMap<>();
    cStore(4, WARM_UP);
    for (int associations : new int[] {1, 4, 8}) {
      rates.put("C-STORE | " + associations, cStore(associations, SLICES));
    }
    stow(4, WARM_UP);
    for (int connections : new int[] {1, 4}) {
      rates.put("STOW-RS of 50 | " + connections, stow(connections, SLICES));
    }
    return rates;
  }

  private double cStore(int associations, int count) throws Exception {
    return rate(associations, count, studies -> {
      try (var association = loader.open()) {
        while (studies.getAndDecrement() > 0) {
          Loader.store(association, slices.study(STUDY));
        }
      }
    });
  }

  private double stow(int connections, int count) throws Exception {
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

  private static double rate(int senders, int count, Sender sender) throws Exception {
    var studies = new AtomicInteger(count / STUDY);
    List<Future<?>> all = new ArrayList<>();
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
    return count * 1e9 / (System.nanoTime() - start);
  }
}
