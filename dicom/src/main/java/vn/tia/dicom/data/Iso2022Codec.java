package vn.tia.dicom.data;

import java.io.ByteArrayOutputStream;
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
    var state = new Iso2022State(firstLow(), firstHigh());
    int from = 0;
    int at = 0;
    while (at < bytes.length()) {
      byte here = bytes.at(at);
      if (here == ESCAPE) {
        state.text(bytes.slice(from, at - from), text);
        at += state.escape(bytes, at);
        from = at;
      } else if (here > ' ' && state.isDoubleByteLow()) {
        at += 2;
      } else if (isDelimiter(here, vr)) {
        state.text(bytes.slice(from, at - from), text);
        text.append((char) here);
        at++;
        from = at;
        state = new Iso2022State(firstLow(), firstHigh());
      } else {
        at++;
      }
    }
    state.text(bytes.slice(from, bytes.length() - from), text);
    return text.toString();
  }

  private CodedSet firstLow() {
    return sets.getFirst() == CodedSet.IR_13 ? CodedSet.IR_13 : CodedSet.IR_6;
  }

  /// The first set, also where it takes two bytes: the standard wants an escape sequence before it,
  /// and senders in Korea and China leave it out.
  private CodedSet firstHigh() {
    CodedSet first = sets.getFirst();
    return switch (first.kind()) {
      case SINGLE_BYTE, DOUBLE_BYTE_HIGH -> first;
      case DOUBLE_BYTE_LOW, STANDS_ALONE -> CodedSet.IR_6;
    };
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
    CodedSet low = firstLow();
    CodedSet high = firstHigh();
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      int code = text.codePointAt(at);
      if (code < 0x80 && isDelimiter(code, vr)) {
        low = shift(low, firstLow(), out);
        high = firstHigh();
        out.write(code);
        continue;
      }
      String one = Character.toString(code);
      CodedSet set = setFor(code, low, high);
      byte[] bytes = set.encode(one);
      if (bytes[0] >= 0) {
        low = shift(low, set, out);
      } else if (set != high) {
        escape(set.high(), out);
        high = set;
      }
      out.writeBytes(bytes);
    }
    shift(low, firstLow(), out);
    return out.toByteArray();
  }

  /// The set to write a character in: a present one if it can, for each change costs bytes.
  private CodedSet setFor(int codePoint, CodedSet low, CodedSet high) {
    for (CodedSet present : List.of(low, high, firstLow(), CodedSet.IR_6)) {
      if (present.canEncode(codePoint)) {
        return present;
      }
    }
    for (CodedSet set : sets) {
      if (set.canEncode(codePoint)) {
        return set;
      }
    }
    return CodedSet.IR_6;
  }

  /// Writes the escape sequence that changes the codes below 0x80, where there is need of one.
  private static CodedSet shift(CodedSet from, CodedSet to, ByteArrayOutputStream out) {
    if (!from.low().equals(to.low())) {
      escape(to.low(), out);
    }
    return to;
  }

  private static void escape(String sequence, ByteArrayOutputStream out) {
    out.write(ESCAPE);
    out.writeBytes(sequence.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public boolean canEncode(String text) {
    return text.codePoints().allMatch(one -> firstLow().canEncode(one)
        || CodedSet.IR_6.canEncode(one) || sets.stream().anyMatch(set -> set.canEncode(one)));
  }

  @Override
  public boolean startsWithAscii() {
    return firstLow() == CodedSet.IR_6;
  }
}
