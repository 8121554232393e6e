package vn.tia.dicom.fuzz;

import vn.tia.dicom.testkit.Allocation;

/// One input given to a target: what may come out of it, and how much memory it may cost.
public final class Trial {
  /// All that one input may allocate: far above what any reader needs for 4 KB, far below what a
  /// length announced by it could ask for.
  private static final long BYTES_MAX = 64L << 20;

  private Trial() {}

  /// Runs a target's work within the limit.
  public static void run(Allocation.Work work) throws Exception {
    Allocation.within(BYTES_MAX, work);
  }

  /// Fails where a round trip brought back something else.
  public static void equal(Object expected, Object got, String what) {
    if (!expected.equals(got)) {
      throw new AssertionError(what + " came back changed: " + expected + ", then " + got);
    }
  }
}
