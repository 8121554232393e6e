package vn.tia.dicom.io;

/// Something wrong in what was read: a sentence with its place, and never what stood there.
///
/// @param offset how many bytes of the source came before the trouble; inflated ones where the data
///     set is deflated
/// @param path the tags from the outermost sequence to the element, such as
///     `(0040,0275)[2].(0008,1110)`; empty outside of elements
/// @param what the trouble itself
public record ReadProblem(
    DicomParseException.Reason reason, long offset, String path, String what) {
  @Override
  public String toString() {
    return (path.isEmpty() ? "at byte " : path + " at byte ") + offset + ": " + what;
  }
}
