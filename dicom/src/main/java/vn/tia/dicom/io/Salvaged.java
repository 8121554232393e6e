package vn.tia.dicom.io;

import java.util.List;

/// What could be read of something that may be damaged, and what is wrong with it.
///
/// Nothing of it is made up: elements that aren't there are absent, and a value that was cut is as
/// long as the bytes that came.
///
/// @param value what was read
/// @param problems what is wrong, in the order of the bytes; none where all is well
public record Salvaged<T>(T value, List<ReadProblem> problems) {
  public Salvaged {
    problems = List.copyOf(problems);
  }

  /// Whether nothing was found to be wrong.
  public boolean isWhole() {
    return problems.isEmpty();
  }
}
