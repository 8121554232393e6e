package vn.tia.records.orders;

import java.util.List;
import java.util.Map;
import vn.tia.mapping.exam.ImagingOrder;

/// Hears of each order that is new, inside the transaction that places it.
@FunctionalInterface
public interface PlacedListener {
  void placed(StoredOrder order);

  /// Hears of all orders that the running transaction may place, by their facilities, before it
  /// does, so that what must be read for them is read at once.
  default void foresee(Map<Integer, List<ImagingOrder>> orders) {}
}
