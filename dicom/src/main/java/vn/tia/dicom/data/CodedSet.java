package vn.tia.dicom.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One character set of PS3.3 section C.12.1.1.2, by its number in the ISO register.
///
/// The escape sequences are those of tables C.12-3 and C.12-4, without the ESC itself.
enum CodedSet {
  IR_6(StandardCharsets.US_ASCII, "(B", "", Kind.SINGLE_BYTE),
  IR_100("ISO-8859-1", "(B", "-A"),
  IR_101("ISO-8859-2", "(B", "-B"),
  IR_109("ISO-8859-3", "(B", "-C"),
  IR_110("ISO-8859-4", "(B", "-D"),
  IR_144("ISO-8859-5", "(B", "-L"),
  IR_127("ISO-8859-6", "(B", "-G"),
  IR_126("ISO-8859-7", "(B", "-F"),
  IR_138("ISO-8859-8", "(B", "-H"),
  IR_148("ISO-8859-9", "(B", "-M"),
  IR_203("ISO-8859-15", "(B", "-b"),
  IR_166("TIS-620", "(B", "-T"),
  IR_13("JIS_X0201", "(J", ")I"),
  IR_87(Charset.forName("x-JIS0208"), "$B", "", Kind.DOUBLE_BYTE_LOW),
  IR_159(Charset.forName("JIS_X0212-1990"), "$(D", "", Kind.DOUBLE_BYTE_LOW),
  IR_149(Charset.forName("EUC-KR"), "", "$)C", Kind.DOUBLE_BYTE_HIGH),
  IR_58(Charset.forName("GB2312"), "", "$)A", Kind.DOUBLE_BYTE_HIGH),
  IR_192(StandardCharsets.UTF_8, "", "", Kind.STANDS_ALONE),
  GB18030(Charset.forName("GB18030"), "", "", Kind.STANDS_ALONE),
  GBK(Charset.forName("GBK"), "", "", Kind.STANDS_ALONE);

  private static final List<CodedSet> ALL = List.of(values());

  /// Where a set's codes lie and how many bytes they take.
  enum Kind { SINGLE_BYTE, DOUBLE_BYTE_LOW, DOUBLE_BYTE_HIGH, STANDS_ALONE }

  private final Charset charset;
  private final String low;
  private final String high;
  private final Kind kind;
  // Made when it is first asked for, and the same by whichever thread.
  private @Nullable BitSet characters;

  CodedSet(String charset, String low, String high) {
    this(Charset.forName(charset), low, high, Kind.SINGLE_BYTE);
  }

  CodedSet(Charset charset, String low, String high, Kind kind) {
    this.charset = charset;
    this.low = low;
    this.high = high;
    this.kind = kind;
  }

  /// The set with a defined term; spelling that senders in the field get wrong is understood, and
  /// an unknown term counts as ASCII.
  static CodedSet of(String term) {
    return find(term).orElse(IR_6);
  }

  static boolean isKnown(String term) {
    return find(term).isPresent();
  }

  private static Optional<CodedSet> find(String term) {
    String bare = term.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    String number = bare.replaceFirst("^ISO(2022)?IR", "IR_");
    return ALL.stream()
        .filter(set -> set.name().equals(number) || set.name().equals(bare))
        .findFirst();
  }

  static List<CodedSet> all() {
    return ALL;
  }

  /// Whether escape sequences can bring the code of a character.
  boolean canEncode(int codePoint) {
    return !standsAlone() && characters().get(codePoint);
  }

  /// The characters that the set's own codes mean; those that merely look alike are none of them.
  private BitSet characters() {
    BitSet known = characters;
    if (known == null) {
      known = new BitSet();
      for (int code = 0; code < 0x100; code++) {
        switch (kind) {
          case SINGLE_BYTE -> add(known, (byte) code);
          case DOUBLE_BYTE_LOW, DOUBLE_BYTE_HIGH -> addRow(known, code);
          case STANDS_ALONE -> { }
        }
      }
      characters = known;
    }
    return known;
  }

  private void addRow(BitSet known, int first) {
    int highest = kind == Kind.DOUBLE_BYTE_HIGH ? 0x80 : 0;
    if (first > highest + 0x20 && first < highest + 0x7F) {
      for (int second = highest + 0x21; second < highest + 0x7F; second++) {
        add(known, (byte) first, (byte) second);
      }
    }
  }

  private void add(BitSet known, byte... code) {
    String text = new String(code, charset);
    if (text.codePointCount(0, text.length()) == 1 && text.charAt(0) != '\uFFFD') {
      known.set(text.codePointAt(0));
    }
  }

  byte[] encode(String text) {
    return text.getBytes(charset);
  }

  Charset charset() {
    return charset;
  }

  /// The escape sequence that brings the set's codes below 0x80, empty where there are none.
  String low() {
    return low;
  }

  /// The escape sequence that brings the set's codes from 0x80 on, empty where there are none.
  String high() {
    return high;
  }

  Kind kind() {
    return kind;
  }

  boolean standsAlone() {
    return kind == Kind.STANDS_ALONE;
  }
}
