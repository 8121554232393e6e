package vn.tia.dicom.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Measures how many bytes a piece of work allocates, kept or not.
public final class Allocation {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /// Work that may fail.
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /// Does the work on this thread, and fails where it allocated more than the limit.
  ///
  /// Work beyond the limit is done once more: what counts is what the second time takes, since the
  /// first may have loaded classes.
  public static void within(long bytesMax, Work work) throws Exception {
    if (allocated(work) > bytesMax) {
      long again = allocated(work);
      if (again > bytesMax) {
        throw new AssertionError(
            "the work allocated %d bytes, the limit is %d".formatted(again, bytesMax));
      }
    }
  }

  private static long allocated(Work work) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
