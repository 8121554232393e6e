package vn.tia.bench.orders;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;

/// Sends orders over some connections, each answered before the next on its connection. Of four
/// orders three are of a new patient, and one of a patient who had one before.
final class OrderLoad {
  /// One order in so many is of a known patient.
  private static final int KNOWN = 4;

  private final int port;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicInteger numbers = new AtomicInteger();

  OrderLoad(int port) {
    this.port = port;
  }

  /// What came of it.
  ///
  /// @param perSecond orders that were accepted
  /// @param p50Millis half of them were answered within that time
  /// @param p99Millis 99 of 100 were
  record Result(double perSecond, double p50Millis, double p99Millis) {}

  /// Sends for a time, and measures each answer.
  Result run(int connections, Duration time) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    var nanos = new ArrayList<Long>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(senders.submit(() -> send(end)));
      }
      for (var sender : all) {
        nanos.addAll(sender.get());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Result(sorted.length / seconds, percentile(sorted, 50) / 1e6,
        percentile(sorted, 99) / 1e6);
  }

  private List<Long> send(long end) throws IOException {
    var nanos = new ArrayList<Long>();
    try (var client = MllpClient.connect(MllpClientSettings.to("127.0.0.1", port))) {
      long before = System.nanoTime();
      while (before < end) {
        String answer = new String(client.exchange(next()), ISO_8859_1);
        if (!answer.contains("MSA|AA|")) {
          throw new IOException("an order was not accepted: " + answer);
        }
        long after = System.nanoTime();
        nanos.add(after - before);
        before = after;
      }
    }
    return nanos;
  }

  private byte[] next() {
    int number = numbers.incrementAndGet();
    boolean isKnown = number % KNOWN == 0 && number > 100;
    // A new patient of some while ago.
    return OrderText.of(run, number, isKnown ? number - 99 : number);
  }

  static long percentile(long[] sorted, int percent) {
    return sorted.length == 0 ? 0
        : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  static double percentile(List<Double> values, int percent) {
    long[] sorted = values.stream().mapToLong(millis -> (long) (millis * 1e6)).toArray();
    Arrays.sort(sorted);
    return percentile(sorted, percent) / 1e6;
  }
}
