package vn.tia.fhir.terminology;

/// A question about codes that can't be answered, and why.
public final class TermsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of obstacle it is.
  public enum Kind { NOT_FOUND, NOT_SUPPORTED, TOO_COSTLY, INVALID }

  private final Kind kind;

  public TermsException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
