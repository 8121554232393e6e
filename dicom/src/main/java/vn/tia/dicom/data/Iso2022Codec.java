package vn.tia.dicom.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Text that changes its character set by escape sequences (PS3.5 section 6.1.2.5).
///
/// Codes below 0x80 belong to one set, codes from 0x80 on to another, and each can be replaced.
/// Both fall back to the first declared set at a line's end and at a delimiter.
record Iso2022Codec(List<CodedSet> sets) implements TextCodec {
  private static final byte ESCAPE = 0x1B;

  @Override
  public String decode(Bytes bytes, Vr vr) {
    var text = new StringBuilder(bytes.length());
    var state = new State(first(), first());
    int from = 0;
    int at = 0;
    while (at < bytes.length()) {
      byte here = bytes.at(at);
      if (here == ESCAPE) {
        state.text(bytes.slice(from, at - from), text);
        at += state.escape(bytes, at);
        from = at;
      } else if (here > 0 && state.isDoubleByteLow() && here > ' ') {
        at += 2;
      } else if (here > 0 && isDelimiter(here, vr)) {
        state.text(bytes.slice(from, at - from), text);
        text.append((char) here);
        at++;
        from = at;
        state = new State(first(), first());
      } else {
        at++;
      }
    }
    state.text(bytes.slice(from, bytes.length() - from), text);
    return text.toString();
  }

  private CodedSet first() {
    CodedSet first = sets.getFirst();
    return first.kind() == CodedSet.Kind.SINGLE_BYTE ? first : CodedSet.IR_6;
  }

  private static boolean isDelimiter(int code, Vr vr) {
    return switch (code) {
      case '\t', '\n', '\f', '\r' -> true;
      case '\\' -> vr.isMultiValued();
      case '^', '=' -> vr == Vr.PN;
      default -> false;
    };
  }

  @Override
  public byte[] encode(String text, Vr vr) {
    var out = new ByteArrayOutputStream(text.length() + 8);
    CodedSet current = first();
    int at = 0;
    while (at < text.length()) {
      int code = text.codePointAt(at);
      int chars = Character.charCount(code);
      String one = text.substring(at, at + chars);
      boolean delimiter = code < 0x80 && isDelimiter(code, vr);
      CodedSet wanted = delimiter ? first() : setFor(one, current);
      if (wanted != current) {
        shift(current, wanted, out);
        current = wanted;
      }
      out.writeBytes(delimiter ? new byte[] {(byte) code} : encodeIn(wanted, one));
      at += chars;
    }
    if (current != first()) {
      shift(current, first(), out);
    }
    return out.toByteArray();
  }

  /// The set to go on with: the present one if it can, for each change costs bytes.
  private CodedSet setFor(String one, CodedSet current) {
    if (canEncodeIn(current, one)) {
      return current;
    }
    return sets.stream().filter(set -> canEncodeIn(set, one)).findFirst().orElse(first());
  }

  /// Writes the escape sequences that lead from one set to another, keeping ASCII below 0x80.
  private static void shift(CodedSet from, CodedSet to, ByteArrayOutputStream out) {
    if (!to.low().isEmpty() && !to.low().equals(from.low())
        || to.low().isEmpty() && from.kind() == CodedSet.Kind.DOUBLE_BYTE_LOW) {
      escape(to.low().isEmpty() ? "(B" : to.low(), out);
    }
    if (!to.high().isEmpty() && !to.high().equals(from.high())) {
      escape(to.high(), out);
    }
  }

  private static void escape(String sequence, ByteArrayOutputStream out) {
    out.write(ESCAPE);
    out.writeBytes(sequence.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean canEncodeIn(CodedSet set, String text) {
    return set.charset().newEncoder().canEncode(text);
  }

  private static byte[] encodeIn(CodedSet set, String text) {
    ByteBuffer bytes = set.charset().encode(CharBuffer.wrap(text));
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  @Override
  public boolean canEncode(String text) {
    return text.codePoints().mapToObj(Character::toString)
        .allMatch(one -> sets.stream().anyMatch(set -> canEncodeIn(set, one)));
  }

  @Override
  public boolean startsWithAscii() {
    return first() != CodedSet.IR_13;
  }

  /// Which sets the codes below and from 0x80 belong to at one point of a text.
  private static final class State {
    private CodedSet low;
    private CodedSet high;

    State(CodedSet low, CodedSet high) {
      this.low = low;
      this.high = high;
    }

    boolean isDoubleByteLow() {
      return low.kind() == CodedSet.Kind.DOUBLE_BYTE_LOW;
    }

    /// Takes an escape sequence in, and returns its length; an unknown one is skipped by its form.
    int escape(Bytes bytes, int at) {
      for (CodedSet set : CodedSet.values()) {
        if (isAt(bytes, at + 1, set.low())) {
          low = set.low().equals("(B") ? CodedSet.IR_6 : set;
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
}
