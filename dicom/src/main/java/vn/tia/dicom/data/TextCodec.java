package vn.tia.dicom.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Turns text into bytes and back by one reading of (0008,0005).
sealed interface TextCodec permits TextCodec.OneCharset, Iso2022Codec {
  String decode(Bytes bytes, Vr vr);

  byte[] encode(String text, Vr vr);

  boolean canEncode(String text);

  /// Whether bytes below 0x80 are ASCII until an escape sequence says otherwise.
  boolean startsWithAscii();

  /// The codec for defined terms; several values, or one of ISO 2022, bring escape sequences.
  static TextCodec of(List<String> terms) {
    List<CodedSet> sets = terms.stream().map(CodedSet::of).toList();
    if (sets.isEmpty()) {
      return new OneCharset(StandardCharsets.US_ASCII);
    }
    CodedSet first = sets.getFirst();
    // In JIS X 0201 the code of the backslash is another character, though it still parts values.
    boolean escapes = sets.size() > 1 || terms.getFirst().contains("2022")
        || first == CodedSet.IR_13;
    return escapes && !first.standsAlone()
        ? new Iso2022Codec(sets) : new OneCharset(first.charset());
  }

  /// Text in a single character set that knows no escape sequences.
  record OneCharset(Charset charset) implements TextCodec {
    @Override
    public String decode(Bytes bytes, Vr vr) {
      return charset.decode(ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length()))
          .toString();
    }

    @Override
    public byte[] encode(String text, Vr vr) {
      ByteBuffer bytes = charset.encode(CharBuffer.wrap(text));
      byte[] array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    }

    @Override
    public boolean canEncode(String text) {
      return charset.newEncoder().canEncode(text);
    }

    @Override
    public boolean startsWithAscii() {
      return true;
    }
  }
}
