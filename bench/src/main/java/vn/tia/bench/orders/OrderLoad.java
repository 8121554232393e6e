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

/// Sends orders over some connections, each answered before the next on its connection.
final class OrderLoad {
  private final int port;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicInteger numbers = new AtomicInteger();

  OrderLoad(int port) {
    this.port = port;
  }

  /// What came of it.
  ///
  /// @param perSecond orders that were accepted
  /// @param p99Millis 99 of 100 were answered within that time
  record Result(double perSecond, double p99Millis) {}

  /// Sends for a time that isn't measured, then for one that is.
  Result run(int connections, Duration warmUp, Duration time)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime() + warmUp.toNanos();
    long end = start + time.toNanos();
    var nanos = new ArrayList<Long>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(senders.submit(() -> send(start, end)));
      }
      for (var sender : all) {
        nanos.addAll(sender.get());
      }
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Result(sorted.length / (time.toNanos() / 1e9), percentile(sorted, 99) / 1e6);
  }

  private List<Long> send(long start, long end) throws IOException {
    var nanos = new ArrayList<Long>();
    try (var client = MllpClient.connect(MllpClientSettings.to("127.0.0.1", port))) {
      long before = System.nanoTime();
      while (before < end) {
        String answer = new String(
            client.exchange(OrderText.of(run, numbers.incrementAndGet())), ISO_8859_1);
        if (!answer.contains("MSA|AA|")) {
          throw new IOException("an order was not accepted: " + answer);
        }
        long after = System.nanoTime();
        if (before >= start && after <= end) {
          nanos.add(after - before);
        }
        before = after;
      }
    }
    return nanos;
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
