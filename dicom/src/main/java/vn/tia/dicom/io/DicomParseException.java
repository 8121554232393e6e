package vn.tia.dicom.io;

import java.io.IOException;

/// Says at which byte and under which tags a stream stopped being DICOM, and never what it held.
public final class DicomParseException extends IOException {
  private static final long serialVersionUID = 1;

  /// Why reading ended; each asks for another answer to the sender.
  public enum Reason {
    /// The bytes break a rule of the standard.
    MALFORMED,
    /// The stream ended too early.
    TRUNCATED,
    /// The bytes may be right, but exceed one of [ReadLimits].
    LIMIT
  }

  private final ReadProblem problem;

  DicomParseException(Reason reason, long offset, String path, String what) {
    this(new ReadProblem(reason, offset, path, what));
  }

  DicomParseException(ReadProblem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /// What is wrong and where, as a value.
  public ReadProblem problem() {
    return problem;
  }

  public Reason reason() {
    return problem.reason();
  }

  /// How many bytes of the source came before the trouble.
  public long offset() {
    return problem.offset();
  }

  /// The tags from the outermost sequence to the element, such as `(0040,0275)[2].(0008,1110)`.
  public String path() {
    return problem.path();
  }
}
