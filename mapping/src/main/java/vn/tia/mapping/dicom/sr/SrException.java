package vn.tia.mapping.dicom.sr;

/// Says why a document can't be read as a structured report, without any of its content.
public final class SrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SrException(String message) {
    super(message);
  }
}
