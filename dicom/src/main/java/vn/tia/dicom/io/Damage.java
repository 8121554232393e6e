package vn.tia.dicom.io;

import java.util.ArrayList;
import java.util.List;

/// What becomes of trouble while reading: it is thrown, or noted so that reading goes on behind it
/// or ends with what there is.
final class Damage {
  /// Where so much is wrong, nothing more is to be learnt.
  private static final int PROBLEMS_MAX = 100;

  private final List<ReadProblem> problems = new ArrayList<>();
  private boolean isNoted;
  private boolean isOver;

  /// From here on trouble is noted.
  void note() {
    isNoted = true;
  }

  boolean isNoted() {
    return isNoted;
  }

  /// Whether what follows can't be read any more.
  boolean isOver() {
    return isOver;
  }

  /// Takes trouble that reading can go on behind.
  ///
  /// @throws DicomParseException if trouble isn't noted here
  void take(ReadProblem problem) throws DicomParseException {
    if (!isNoted) {
      throw new DicomParseException(problem);
    }
    if (problems.size() == PROBLEMS_MAX) {
      isOver = true;
      return;
    }
    problems.add(problem);
  }

  /// Nothing behind this point can be read.
  void end() {
    isOver = true;
  }

  List<ReadProblem> problems() {
    return problems;
  }
}
