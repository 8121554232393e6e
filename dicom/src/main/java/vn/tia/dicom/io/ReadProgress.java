package vn.tia.dicom.io;

import java.io.IOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// How far reading has come: where it is, and what it has taken of the limits.
final class ReadProgress {
  private final ByteSource source;
  private final ReadLimits limits;
  private final TagPath path;
  private int elements;
  private long bytes;

  ReadProgress(ByteSource source, ReadLimits limits) {
    this.source = source;
    this.limits = limits;
    this.path = new TagPath(limits.depthMax());
  }

  ByteSource source() {
    return source;
  }

  TagPath path() {
    return path;
  }

  DicomParseException failure(Reason reason, String what) {
    return new DicomParseException(reason, source.position(), path.toString(), what);
  }

  /// Takes one element or item into account.
  void countElement() throws DicomParseException {
    if (++elements > limits.elementsMax()) {
      throw failure(Reason.LIMIT, "more than " + limits.elementsMax() + " elements and items");
    }
  }

  /// Refuses a sequence that is nested deeper than any that has a meaning.
  void checkDepth() throws DicomParseException {
    if (path.depth() == limits.depthMax()) {
      throw failure(Reason.MALFORMED, "sequences nested deeper than " + limits.depthMax());
    }
  }

  /// Takes a value field into memory.
  Bytes field(Vr vr, long length) throws IOException {
    if (length > limits.elementBytesMax()) {
      // A length that is just wrong is told from a value that is too long by what follows.
      source.skip(length);
      throw failure(Reason.LIMIT, vr + " of " + length + " bytes, more than the limit of "
          + limits.elementBytesMax());
    }
    bytes += length;
    if (bytes > limits.datasetBytesMax()) {
      throw failure(Reason.LIMIT, "values of more than " + limits.datasetBytesMax() + " bytes");
    }
    return source.take((int) length);
  }
}
