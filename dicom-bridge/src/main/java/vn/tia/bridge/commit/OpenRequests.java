package vn.tia.bridge.commit;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.tia.dicom.net.EventReports;

/// The associations on which requests came, for as long as the outcome may be told there.
public final class OpenRequests {
  private record Key(String ae, String transactionUid) {}

  private final Map<Key, EventReports> associations = new ConcurrentHashMap<>();

  void add(String ae, String transactionUid, EventReports reports) {
    associations.put(new Key(ae, transactionUid), reports);
  }

  /// The association of a request, once.
  Optional<EventReports> take(String ae, String transactionUid) {
    return Optional.ofNullable(associations.remove(new Key(ae, transactionUid)));
  }
}
