package vn.tia.fhir.search.elastic;

import co.elastic.clients.elasticsearch._types.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.fhir.search.SearchUnavailable;

/// The points in time that page walks hold open: each keeps files and memory of the cluster, so
/// there are only so many at once.
final class Snapshots {
  /// As many walks at once as a province's systems make; each costs the cluster some 100 KB.
  static final int OPEN_MAX = 200;
  /// How long a person or a program looks at one page.
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  static final Time KEPT = Time.of(time -> time.time(PATIENCE.toSeconds() + "s"));

  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final Cluster cluster;
  private final Deque<Long> opened = new ArrayDeque<>();

  Snapshots(Cluster cluster) {
    this.cluster = cluster;
  }

  /// A new point in time of an index, empty where too many are open.
  Optional<String> open(String index) {
    if (!isRoom()) {
      return Optional.empty();
    }
    return cluster.find(client -> client.openPointInTime(open ->
        open.index(index).keepAlive(KEPT).allowPartialSearchResults(false)).id());
  }

  // Those whose walk was given up end by themselves; here they count until they have.
  private synchronized boolean isRoom() {
    var now = System.nanoTime();
    while (!opened.isEmpty() && now - opened.getFirst() > PATIENCE.toNanos()) {
      opened.removeFirst();
    }
    if (opened.size() >= OPEN_MAX) {
      return false;
    }
    opened.addLast(now);
    return true;
  }

  /// Ends a point in time that nobody will ask again.
  void close(String id) {
    try {
      cluster.find(client -> client.closePointInTime(close -> close.id(id)));
      synchronized (this) {
        opened.pollFirst();
      }
    } catch (SearchUnavailable unreachable) {
      LOG.debug("A point in time was left to end by itself: {}", unreachable.getMessage());
    }
  }
}
