package vn.tia.bridge.store;

import java.io.IOException;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.records.studies.Scrub;
import vn.tia.records.studies.StoredInstance;

/// Reads every stored object again, round after round, so that damage is known while the modality
/// or a backup still has the images. A damaged object is never served; this finds it first.
public final class Scrubber {
  private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
  private static final int ROWS_MAX = 100;

  private final CheckedObjects objects;
  private final Scrub scrub;

  public Scrubber(CheckedObjects objects, Scrub scrub) {
    this.objects = objects;
    this.scrub = scrub;
  }

  /// Reads on from where the last call stopped, until this many bytes are read or the round ends.
  ///
  /// @return false at the end of a round; the next call begins a new one
  public boolean run(long bytesMax) {
    long read = 0;
    while (read < bytesMax) {
      var some = scrub.next(ROWS_MAX);
      if (some.isEmpty()) {
        scrub.passed(0);
        return false;
      }
      var whole = new ArrayList<StoredInstance>();
      long last = 0;
      for (var instance : some) {
        try {
          if (isWhole(instance)) {
            whole.add(instance);
          }
        } catch (ObjectStoreException.Unavailable e) {
          LOG.warn("stored objects can't be read again now: {}", e.getMessage());
          scrub.whole(whole);
          if (last > 0) {
            scrub.passed(last);
          }
          return true;
        }
        last = instance.id();
        read += instance.bytes().size();
        if (read >= bytesMax) {
          break;
        }
      }
      scrub.whole(whole);
      scrub.passed(last);
    }
    return true;
  }

  private boolean isWhole(StoredInstance instance) throws ObjectStoreException.Unavailable {
    try {
      var sums = objects.check(instance.bytes());
      if (!sums.equals(instance.bytes().blockSums())) {
        scrub.sums(instance, sums);
      }
      return true;
    } catch (ObjectStoreException.Unavailable e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("the object {} could not be checked", instance.bytes().objectId(), e);
      return false;
    }
  }
}
