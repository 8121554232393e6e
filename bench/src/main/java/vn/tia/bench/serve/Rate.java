package vn.tia.bench.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// What some clients at once were given.
///
/// @param perSecond things given
/// @param things given in all
record Rate(double perSecond, double p50Millis, double p99Millis, long things) {

  /// A client's connection.
  interface Opening<C extends Answering> {
    C open() throws IOException;
  }

  /// What a client asks again and again; it answers how many things came.
  interface Asking<C extends Answering> {
    long ask(C connection, int turn) throws IOException;
  }

  /// When clients have asked enough.
  ///
  /// @param thingsMax what all of them were given
  record Until(double seconds, long thingsMax) {}

  /// Asks for a time. Turns are counted over all clients.
  static <C extends Answering> Rate of(
      int clients, Until until, Opening<C> opening, Asking<C> asking) throws Exception {
    var turns = new AtomicInteger();
    var given = new AtomicLong();
    long start = System.nanoTime();
    long end = start + (long) (until.seconds() * 1e9);
    List<Future<Client>> running = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(() -> {
          var client = new Client(new ArrayList<>(), 0);
          try (C connection = opening.open()) {
            long things = 0;
            long before = System.nanoTime();
            while (before < end && given.get() < until.thingsMax()) {
              long came = asking.ask(connection, turns.getAndIncrement());
              things += came;
              given.addAndGet(came);
              long after = System.nanoTime();
              client.nanos().add(after - before);
              before = after;
            }
            return new Client(client.nanos(), things);
          }
        }));
      }
      long things = 0;
      LongStream all = LongStream.empty();
      for (Future<Client> one : running) {
        Client client = one.get();
        things += client.things();
        all = LongStream.concat(all, client.nanos().stream().mapToLong(Long::longValue));
      }
      double took = (System.nanoTime() - start) / 1e9;
      long[] nanos = all.toArray();
      Arrays.sort(nanos);
      if (nanos.length == 0) {
        throw new IOException("no question was answered in time");
      }
      return new Rate(things / took, nanos[nanos.length / 2] / 1e6,
          nanos[nanos.length * 99 / 100] / 1e6, things);
    } catch (ExecutionException e) {
      throw new IOException("a client failed", e.getCause());
    }
  }

  private record Client(List<Long> nanos, long things) {}
}
