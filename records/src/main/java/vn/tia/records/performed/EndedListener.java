package vn.tia.records.performed;

/// Hears of performed steps that are completed or discontinued, inside the transaction that ends
/// them.
@FunctionalInterface
public interface EndedListener {
  void ended(int facilityId, PerformedStep step);
}
