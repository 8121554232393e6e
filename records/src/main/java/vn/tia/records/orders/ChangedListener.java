package vn.tia.records.orders;

/// Hears of each order that is changed, inside the transaction that changes it.
@FunctionalInterface
public interface ChangedListener {
  void changed(StoredOrder before, StoredOrder after);
}
