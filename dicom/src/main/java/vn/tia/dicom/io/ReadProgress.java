package vn.tia.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomParseException.Reason;

/// How far reading has come: where it is, and what it has taken of the limits.
final class ReadProgress {
  private final ByteSource source;
  private final ReadLimits limits;
  private final TagPath path;
  private final Damage damage = new Damage();
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

  Damage damage() {
    return damage;
  }

  DicomParseException failure(Reason reason, String what) {
    return new DicomParseException(problem(reason, what));
  }

  private ReadProblem problem(Reason reason, String what) {
    return new ReadProblem(reason, source.position(), path.toString(), what);
  }

  /// Takes a broken rule that reading can go on behind, where it is to.
  void takeMalformed(String what) throws DicomParseException {
    damage.take(problem(Reason.MALFORMED, what));
  }

  /// Takes trouble that ended the reading of something, and passes over the rest of that; reading
  /// ends where its end isn't known or isn't there.
  void recover(IOException trouble, Scope scope) throws IOException {
    if (!damage.isNoted()) {
      throw trouble;
    }
    damage.take(trouble instanceof DicomParseException known ? known.problem()
        : problem(Reason.TRUNCATED, "the stream ended within an element"));
    if (trouble instanceof EOFException || scope.isOpen()
        || !skips(scope.end() - source.position())) {
      damage.end();
    }
  }

  private boolean skips(long count) throws IOException {
    try {
      source.skip(Math.max(0, count));
      return true;
    } catch (EOFException end) {
      return false;
    }
  }

  /// Takes one element or item into account.
  void countElement() throws DicomParseException {
    if (++elements > limits.elementsMax()) {
      damage.end();
      throw failure(Reason.LIMIT, "more than " + limits.elementsMax() + " elements and items");
    }
  }

  /// Refuses a sequence that is nested deeper than any that has a meaning.
  void checkDepth() throws DicomParseException {
    if (path.depth() == limits.depthMax()) {
      throw failure(Reason.MALFORMED, "sequences nested deeper than " + limits.depthMax());
    }
  }

  /// Whether a value is too long for memory. One whose length is just wrong is told from it by the
  /// end of the stream.
  boolean exceedsMemory(Vr vr, long length) throws IOException {
    if (length <= limits.elementBytesMax()) {
      return false;
    }
    source.skip(length);
    damage.take(problem(Reason.LIMIT, vr + " of " + length + " bytes, more than the limit of "
        + limits.elementBytesMax()));
    return true;
  }

  /// Takes a value field into memory.
  Bytes field(long length) throws IOException {
    bytes += length;
    if (bytes > limits.datasetBytesMax()) {
      damage.end();
      throw failure(Reason.LIMIT, "values of more than " + limits.datasetBytesMax() + " bytes");
    }
    if (!damage.isNoted()) {
      return source.take((int) length);
    }
    Bytes taken = source.takeUpTo((int) length);
    if (taken.length() < length) {
      damage.take(problem(Reason.TRUNCATED,
          "a value of " + length + " bytes of which " + taken.length() + " are there"));
      damage.end();
    }
    return taken;
  }
}
