package vn.tia.dicom.xml;

import java.io.IOException;

/// Text that is no XML, or XML that is no DICOM: says where, and never what stood there.
public final class NativeXmlException extends IOException {
  private static final long serialVersionUID = 1;

  private final String path;

  NativeXmlException(String path, String what) {
    super((path.isEmpty() ? "at the top" : "at " + path) + ": " + what);
    this.path = path;
  }

  /// The tags and the numbers of items from the top, such as `/00400275/1/00400009`.
  public String path() {
    return path;
  }
}
