package vn.tia.records.workitems;

/// Whether a subscriber keeps a step from being deleted once it has ended (0074,1230).
public enum DeletionLock {
  HELD, NONE;

  static DeletionLock of(boolean locked) {
    return locked ? HELD : NONE;
  }

  boolean isHeld() {
    return this == HELD;
  }
}
