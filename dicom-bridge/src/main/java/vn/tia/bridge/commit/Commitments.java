package vn.tia.bridge.commit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.tia.bridge.commit.CommitmentRequest.Item;
import vn.tia.bridge.objects.ObjectStoreException;
import vn.tia.bridge.retrieve.CheckedObjects;
import vn.tia.dicom.net.Status;
import vn.tia.records.access.Access;
import vn.tia.records.studies.StoredInstance;
import vn.tia.records.studies.Studies;

/// Answers which instances are kept safe: those whose stored bytes were read now, to the end, and
/// found to be what came in.
record Commitments(Studies studies, CheckedObjects objects) {
  private static final Logger LOG = LoggerFactory.getLogger(Commitments.class);
  /// Rows that are read at once: a series of CT.
  private static final int ROWS_MAX = 500;

  /// The outcome of a request.
  ///
  /// @param failed the Failure Reasons (PS3.3 section C.14.1.1) of what isn't committed
  record Outcome(List<Item> committed, Map<Item, Integer> failed) {}

  Outcome of(CommitmentRequest request, Access access) throws IOException {
    var committed = new ArrayList<Item>();
    Map<Item, Integer> failed = new HashMap<>();
    for (int from = 0; from < request.items().size(); from += ROWS_MAX) {
      var items = request.items().subList(from, Math.min(from + ROWS_MAX, request.items().size()));
      var stored = request.failure().isPresent() ? Map.<String, StoredInstance>of() : find(items,
          access);
      for (var item : items) {
        var reason = request.failure().isPresent()
            ? request.failure() : failure(item, stored);
        if (reason.isPresent()) {
          failed.put(item, reason.getAsInt());
        } else {
          committed.add(item);
        }
      }
    }
    return new Outcome(List.copyOf(committed), Map.copyOf(failed));
  }

  private Map<String, StoredInstance> find(List<Item> items, Access access) {
    Map<String, StoredInstance> found = new HashMap<>();
    // A copy of what lies elsewhere may go: nobody is told that it stays.
    studies.originals(items.stream().map(Item::sopInstanceUid).toList(), access)
        .forEach(one -> found.put(one.uids().instance(), one));
    return found;
  }

  /// @throws ObjectStoreException.Unavailable if it can't be told now
  private OptionalInt failure(Item item, Map<String, StoredInstance> stored) throws IOException {
    var instance = stored.get(item.sopInstanceUid());
    if (instance == null) {
      return OptionalInt.of(Status.NO_SUCH_SOP_INSTANCE.code());
    }
    if (!instance.sopClassUid().equals(item.sopClassUid())) {
      return OptionalInt.of(Status.CLASS_INSTANCE_CONFLICT.code());
    }
    try {
      objects.check(instance.bytes());
      return OptionalInt.empty();
    } catch (ObjectStoreException.Unavailable e) {
      throw e;
    } catch (IOException e) {
      LOG.error("the object {} can't be committed: {}", instance.bytes().objectId(),
          e.getClass().getSimpleName());
      return OptionalInt.of(Status.PROCESSING_FAILURE.code());
    }
  }
}
