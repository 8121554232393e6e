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

  private final Reason reason;
  private final long offset;
  private final String path;

  DicomParseException(Reason reason, long offset, String path, String what) {
    super((path.isEmpty() ? "at byte " : path + " at byte ") + offset + ": " + what);
    this.reason = reason;
    this.offset = offset;
    this.path = path;
  }

  public Reason reason() {
    return reason;
  }

  /// How many bytes of the source came before the trouble.
  public long offset() {
    return offset;
  }

  /// The tags from the outermost sequence to the element, such as `(0040,0275)[2].(0008,1110)`.
  public String path() {
    return path;
  }
}
