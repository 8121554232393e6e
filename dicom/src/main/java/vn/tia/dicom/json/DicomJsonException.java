package vn.tia.dicom.json;

import java.io.IOException;

/// Text that is no JSON, or JSON that is no DICOM: says where, and never what stood there.
public final class DicomJsonException extends IOException {
  private static final long serialVersionUID = 1;

  private final String path;

  DicomJsonException(String path, String what) {
    super((path.isEmpty() ? "at the top" : "at " + path) + ": " + what);
    this.path = path;
  }

  /// The keys and places from the top, such as `/00081115/Value/0/00081199/vr`.
  ///
  /// A key that is neither a tag nor a word of the model shows as `?`.
  public String path() {
    return path;
  }
}
