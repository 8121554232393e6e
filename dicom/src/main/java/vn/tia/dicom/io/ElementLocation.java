package vn.tia.dicom.io;

import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Vr;

/// Where the value of an element lies in a source.
///
/// @param offset the first byte of the value; of encapsulated pixel data, that of the item with
///     the basic offset table
/// @param length how many bytes follow, -1 where a delimiter ends them
public record ElementLocation(Tag tag, Vr vr, long offset, long length) {
  public boolean hasUndefinedLength() {
    return length < 0;
  }
}
