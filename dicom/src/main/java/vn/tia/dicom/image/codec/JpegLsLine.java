package vn.tia.dicom.image.codec;

/// A line of one component and the one above it, each with a sample beside both ends (ITU-T T.87
/// section A.2.1).
final class JpegLsLine {
  int[] above;
  int[] current;
  int runIndex;
  private final int width;

  JpegLsLine(int width) {
    this.width = width;
    this.above = new int[width + 2];
    this.current = new int[width + 2];
  }

  /// Goes down by one line.
  void next() {
    int[] free = above;
    above = current;
    current = free;
    above[width + 1] = above[width];
    current[0] = above[1];
  }

  void lengthenRun() {
    runIndex = Math.min(JpegLsModel.RUN_INDEX_MAX, runIndex + 1);
  }

  void endRun() {
    runIndex = Math.max(0, runIndex - 1);
  }
}
