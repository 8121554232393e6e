package vn.tia.bench.fhir;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import vn.tia.bench.Table;

/// Reads, creates, updates and transactions at 8 connections, on a server that runs already: its
/// HTTP port is the system property `bench.fhir.port`.
public final class FhirRun {
  private static final int CONNECTIONS = 8;
  private static final Duration WARM = Duration.ofSeconds(3);
  private static final Duration TIME = Duration.ofSeconds(6);
  private static final int ENTRIES = 50;

  private FhirRun() {}

  /// Does one request and answers whether it went well.
  private interface Call {
    boolean done(FhirConnection connection, int number) throws IOException;
  }

  public static void main(String[] arguments) throws Exception {
    run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  public static void run(PrintStream out) throws Exception {
    int port = Integer.getInteger("bench.fhir.port", 8080);
    var ids = ids(port);
    var table = new Table("request", "per second", "p50 ms", "p99 ms");
    row(table, port, "read by id", 1, (connection, n) ->
        connection.send("GET", ids.get(n % ids.size()), new byte[0]).status() == 200);
    row(table, port, "create", 1, (connection, n) ->
        connection.send("POST", "/Observation", observation("", n)).status() == 201);
    row(table, port, "update", 1, (connection, n) -> {
      var id = ids.get(n % ids.size());
      return connection.send("PUT", id, observation(
          id.substring(id.lastIndexOf('/') + 1), n)).status() == 200;
    });
    var bundle = bundle();
    row(table, port, "transaction of 50, resources", ENTRIES, (connection, _) ->
        connection.send("POST", "", bundle).status() == 200);
    table.print(out);
  }

  private static List<String> ids(int port) throws IOException {
    try (var connection = new FhirConnection(port)) {
      var ids = new ArrayList<String>();
      for (int i = 0; i < 200; i++) {
        var location = connection.send("POST", "/Observation", observation("", i)).location()
            .orElseThrow(() -> new IOException("the server made no Observation"));
        ids.add(location.replaceAll(".*/fhir|/_history.*", ""));
      }
      return ids;
    }
  }

  private static byte[] observation(String id, int number) {
    return ("{\"resourceType\":\"Observation\"" + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\"")
        + ",\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":\"http://terminology"
        + ".hl7.org/CodeSystem/observation-category\",\"code\":\"imaging\"}]}],"
        + "\"code\":{\"coding\":[{"
        + "\"system\":\"http://loinc.org\",\"code\":\"73568-4\",\"display\":\"Communication of "
        + "critical results\"}],\"text\":\"number " + number + " of " + System.nanoTime()
        + "\"},\"effectiveDateTime\":\"2026-11-25T08:00:00+07:00\",\"valueQuantity\":{\"value\":"
        + number + ",\"unit\":\"mGy\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"mGy\"}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bundle() {
    var entries = IntStream.range(0, ENTRIES).mapToObj(i -> "{\"resource\":"
            + new String(observation("", i), StandardCharsets.UTF_8)
            + ",\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}")
        .collect(Collectors.joining(","));
    return ("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void row(Table table, int port, String name, int factor, Call call)
      throws Exception {
    during(port, WARM, call);
    var nanos = during(port, TIME, call);
    table.row(name, "%,d".formatted(nanos.length * factor / TIME.toSeconds()),
        millis(nanos, 50), millis(nanos, 99));
  }

  private static String millis(long[] sorted, int percent) {
    return "%.1f".formatted(sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1e6);
  }

  private static long[] during(int port, Duration time, Call call) throws Exception {
    var end = System.nanoTime() + time.toNanos();
    var all = new ConcurrentLinkedQueue<long[]>();
    try (var pool = Executors.newFixedThreadPool(CONNECTIONS)) {
      var workers = IntStream.range(0, CONNECTIONS)
          .<Callable<Boolean>>mapToObj(worker -> () -> {
            all.add(work(port, end, worker, call));
            return true;
          }).toList();
      for (var worker : pool.invokeAll(workers)) {
        worker.get();
      }
    }
    var nanos = all.stream().flatMapToLong(LongStream::of).toArray();
    Arrays.sort(nanos);
    return nanos;
  }

  private static long[] work(int port, long end, int worker, Call call) throws IOException {
    var nanos = LongStream.builder();
    try (var connection = new FhirConnection(port)) {
      for (int i = worker; System.nanoTime() < end; i += CONNECTIONS) {
        var start = System.nanoTime();
        if (!call.done(connection, i)) {
          throw new IOException("a request was refused");
        }
        nanos.add(System.nanoTime() - start);
      }
    }
    return nanos.build().toArray();
  }
}
