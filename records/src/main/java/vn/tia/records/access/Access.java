package vn.tia.records.access;

import java.util.Set;

/// What a caller may see: the facilities whose rows exist for him.
public record Access(Set<Integer> facilityIds) {
  public static final Access NONE = new Access(Set.of());

  public Access {
    facilityIds = Set.copyOf(facilityIds);
  }

  public static Access to(int facilityId) {
    return new Access(Set.of(facilityId));
  }

  public boolean allows(int facilityId) {
    return facilityIds.contains(facilityId);
  }

  /// The facilities as a parameter for SQL's `= ANY (:facilities)`.
  public Integer[] array() {
    return facilityIds.toArray(Integer[]::new);
  }
}
