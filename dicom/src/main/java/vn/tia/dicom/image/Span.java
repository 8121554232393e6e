package vn.tia.dicom.image;

/// A run of bytes in a source.
record Span(long offset, long length) {

  long end() {
    return offset + length;
  }
}
