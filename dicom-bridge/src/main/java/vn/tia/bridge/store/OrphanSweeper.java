package vn.tia.bridge.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.objects.ObjectId;
import vn.tia.bridge.objects.ObjectStore;
import vn.tia.bridge.objects.OrphanSweep;
import vn.tia.records.studies.Studies;
import vn.tia.records.studies.SweepMark;

/// Removes old objects without a row, going on where the last sweep ended.
///
/// The program calls it once an hour or so; a call that finds nothing new costs one directory
/// listing.
public final class OrphanSweeper {

  private static final Logger LOG = LoggerFactory.getLogger(OrphanSweeper.class);

  private final OrphanSweep sweep;
  private final SweepMark mark;
  private final InstantSource clock;

  public OrphanSweeper(
      ObjectStore objects, Studies studies, SweepMark mark, InstantSource clock) {
    this.sweep = new OrphanSweep(objects,
        ids -> studies.named(ids.stream().map(ObjectId::value).toList()).stream()
            .map(ObjectId::new).collect(Collectors.toSet()),
        OrphanSweep.DAY);
    this.mark = mark;
    this.clock = clock;
  }

  /// Sweeps once, and returns how many objects went.
  public int run() throws IOException {
    var now = clock.instant();
    int removed = sweep.sweep(mark.read(), now);
    mark.write(now.minus(sweep.ageMin()));
    if (removed > 0) {
      LOG.info("{} objects without a row were removed", removed);
    }
    return removed;
  }
}
