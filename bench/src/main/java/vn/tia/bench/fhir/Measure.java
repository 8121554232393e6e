package vn.tia.bench.fhir;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import vn.tia.bench.fhir.FhirConnection.Answer;

/// Sends one kind of request over a number of connections, each as soon as the last is answered.
record Measure(FhirServer server, int connections, Duration warmUp, Duration time) {

  /// One request, the `number`th of its kind.
  interface Call {
    Answer send(FhirConnection connection, int number) throws IOException;
  }

  /// What came of it.
  ///
  /// @param count requests, those of the warm-up left out
  /// @param sorted how long each took, in nanoseconds
  /// @param bytes of an answer's body on the average
  record Rates(long count, double perSecond, long[] sorted, long bytes) {
    double millis(double percent) {
      return sorted.length == 0 ? Double.NaN
          : sorted[(int) ((sorted.length - 1) * percent / 100)] / 1e6;
    }
  }

  Rates run(Call call) throws Exception {
    during(warmUp, call);
    return during(time, call);
  }

  private Rates during(Duration length, Call call) throws Exception {
    var start = System.nanoTime();
    var end = start + length.toNanos();
    var all = new ConcurrentLinkedQueue<long[]>();
    var bytes = new AtomicLong();
    try (var pool = Executors.newFixedThreadPool(connections)) {
      var workers = IntStream.range(0, connections).<Callable<Boolean>>mapToObj(worker -> () -> {
        all.add(work(end, worker, call, bytes));
        return true;
      }).toList();
      for (var worker : pool.invokeAll(workers)) {
        worker.get();
      }
    }
    var seconds = (System.nanoTime() - start) / 1e9;
    var nanos = all.stream().flatMapToLong(LongStream::of).toArray();
    Arrays.sort(nanos);
    return new Rates(nanos.length, nanos.length / seconds, nanos,
        bytes.get() / Math.max(1, nanos.length));
  }

  private long[] work(long end, int worker, Call call, AtomicLong bytes) throws IOException {
    var nanos = LongStream.builder();
    long received = 0;
    try (var connection = new FhirConnection(server)) {
      for (int i = worker; System.nanoTime() < end; i += connections) {
        var start = System.nanoTime();
        var answer = call.send(connection, i);
        nanos.add(System.nanoTime() - start);
        received += answer.body().length;
        if (answer.status() >= 300) {
          throw new IOException("a request was answered " + answer.status());
        }
      }
    }
    bytes.addAndGet(received);
    return nanos.build().toArray();
  }
}
