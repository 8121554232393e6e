package vn.tia.dicom.data;

import java.nio.ByteBuffer;

/// Which sets the codes below and from 0x80 belong to at one point of a text.
final class Iso2022State {
  private CodedSet low;
  private CodedSet high;

  Iso2022State(CodedSet low, CodedSet high) {
    this.low = low;
    this.high = high;
  }

  boolean isDoubleByteLow() {
    return low.kind() == CodedSet.Kind.DOUBLE_BYTE_LOW;
  }

  /// Takes an escape sequence in, and returns its length; an unknown one is skipped by its form.
  int escape(Bytes bytes, int at) {
    for (CodedSet set : CodedSet.all()) {
      if (isAt(bytes, at + 1, set.low())) {
        low = set;
        return 1 + set.low().length();
      }
      if (isAt(bytes, at + 1, set.high())) {
        high = set;
        return 1 + set.high().length();
      }
    }
    int end = at + 1;
    while (end < bytes.length() && bytes.at(end) >= 0x20 && bytes.at(end) < 0x30) {
      end++;
    }
    return Math.min(end + 1, bytes.length()) - at;
  }

  private static boolean isAt(Bytes bytes, int at, String sequence) {
    if (sequence.isEmpty() || at + sequence.length() > bytes.length()) {
      return false;
    }
    for (int i = 0; i < sequence.length(); i++) {
      if (bytes.at(at + i) != sequence.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Adds a stretch without escape sequences and delimiters, run by run.
  void text(Bytes bytes, StringBuilder text) {
    int from = 0;
    while (from < bytes.length()) {
      boolean isHigh = bytes.at(from) < 0;
      int to = from + 1;
      while (to < bytes.length() && bytes.at(to) < 0 == isHigh) {
        to++;
      }
      CodedSet set = isHigh ? high : low;
      var run = ByteBuffer.wrap(bytes.array(), bytes.offset() + from, to - from);
      text.append(set.charset().decode(run));
      from = to;
    }
  }
}
