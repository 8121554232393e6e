package vn.tia.records.studies;

import java.util.List;

/// Hears of instances that are new, inside the transaction that registers them.
@FunctionalInterface
public interface StoredListener {
  /// @param source who sent them: an AE title, or the user of a web request
  /// @param ids their row ids
  void stored(int facilityId, String source, List<Long> ids);
}
