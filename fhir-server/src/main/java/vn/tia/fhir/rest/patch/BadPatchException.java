package vn.tia.fhir.rest.patch;

/// Says why a patch is none, or can't be applied to a resource, without any of its content.
public final class BadPatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Whether the patch is to blame, or what it meets.
  public enum Blame {
    /// No resource could be patched so.
    PATCH,
    /// This resource can't: it has another shape, or a test failed.
    RESOURCE
  }

  private final Blame blame;

  BadPatchException(Blame blame, String message) {
    super(message);
    this.blame = blame;
  }

  public Blame blame() {
    return blame;
  }
}
