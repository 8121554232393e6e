package vn.tia.dicom.io;

import java.io.IOException;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.io.DicomParseException.Reason;

/// Reads the header of the next item of a sequence (PS3.5 section 7.5.1).
record ItemHeader(ReadProgress progress) {
  private static final int ITEM = Tags.ITEM.code();
  private static final int SEQUENCE_END = Tags.SEQUENCE_DELIMITATION_ITEM.code();

  /// The length of the item that starts here, -1 at the delimiter of the sequence.
  long read(Scope sequence) throws IOException {
    ByteSource source = progress.source();
    int code = source.tag(sequence.order());
    long length = source.u32(sequence.order());
    if (code == SEQUENCE_END) {
      return -1;
    }
    if (code != ITEM) {
      throw progress.failure(Reason.MALFORMED, new Tag(code) + " where an item should start");
    }
    long left = Math.max(0, sequence.end() - source.position());
    if (length != ElementHeader.UNDEFINED && length > left) {
      progress.takeMalformed(
          "an item of " + length + " bytes in a sequence that has " + left + " left");
      return left;
    }
    return length;
  }
}
