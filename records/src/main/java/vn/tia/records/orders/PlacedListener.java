package vn.tia.records.orders;

/// Hears of each order that is new, inside the transaction that places it.
@FunctionalInterface
public interface PlacedListener {
  void placed(StoredOrder order);
}
