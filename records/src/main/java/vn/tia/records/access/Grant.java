package vn.tia.records.access;

import java.util.Set;
import vn.tia.records.facilities.Facility;

/// What the rule grants a caller: the facility that he speaks for, and his rights there.
public record Grant(Facility facility, Set<Right> rights) {
  public Grant {
    rights = Set.copyOf(rights);
  }

  public boolean allows(Right right) {
    return rights.contains(right);
  }

  public Access access() {
    return Access.to(facility.id());
  }
}
