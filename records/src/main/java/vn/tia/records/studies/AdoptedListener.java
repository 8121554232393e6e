package vn.tia.records.studies;

import java.util.List;

/// Hears of studies whose order came after them, inside the transaction that links them.
@FunctionalInterface
public interface AdoptedListener {
  /// @param studyIds their row ids
  void adopted(int facilityId, List<Long> studyIds);
}
