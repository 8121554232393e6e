package vn.tia.dicom.data;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The character sets that a data set declares in (0008,0005), able to read and write its text.
///
/// A declaration that is wrong never throws: an unknown term counts as ASCII, and bytes that the
/// set doesn't know become U+FFFD in the text, while the element keeps them as they came.
public final class SpecificCharacterSet {
  /// The repertoire where nothing is declared.
  public static final SpecificCharacterSet ASCII = new SpecificCharacterSet(List.of());

  /// `ISO_IR 192`, the one set that holds Vietnamese.
  public static final SpecificCharacterSet UTF_8 = new SpecificCharacterSet(List.of("ISO_IR 192"));

  /// ASCII, and the sets of a single byte without code extension (PS3.3 table C.12-2); not the
  /// Japanese one, whose backslash is another character, and the most common first.
  private static final List<SpecificCharacterSet> SINGLE_BYTE = List.of(ASCII,
      of("ISO_IR 100"), of("ISO_IR 101"), of("ISO_IR 109"), of("ISO_IR 110"), of("ISO_IR 144"),
      of("ISO_IR 127"), of("ISO_IR 126"), of("ISO_IR 138"), of("ISO_IR 148"), of("ISO_IR 203"),
      of("ISO_IR 166"));

  /// How many values of (0008,0005) count; PS3.3 defines fewer sets than this.
  static final int TERMS_MAX = 32;

  private final List<String> terms;
  private final TextCodec codec;

  private SpecificCharacterSet(List<String> terms) {
    this.terms = terms;
    this.codec = TextCodec.of(terms);
  }

  /// The sets with these defined terms, the values of (0008,0005) in their order.
  public static SpecificCharacterSet of(List<String> terms) {
    if (terms.isEmpty() || terms.equals(ASCII.terms)) {
      return ASCII;
    }
    if (terms.equals(UTF_8.terms)) {
      return UTF_8;
    }
    int counted = Math.min(terms.size(), TERMS_MAX);
    return new SpecificCharacterSet(List.copyOf(terms.subList(0, counted)));
  }

  public static SpecificCharacterSet of(String... terms) {
    return of(List.of(terms));
  }

  /// The smallest set that holds some texts: none, one of a single byte, or `ISO_IR 192`.
  public static SpecificCharacterSet smallest(List<String> texts) {
    return SINGLE_BYTE.stream()
        .filter(set -> texts.stream().allMatch(set::canEncode))
        .findFirst()
        .orElse(UTF_8);
  }

  /// The defined terms as declared.
  public List<String> terms() {
    return terms;
  }

  /// The declared terms that PS3.3 doesn't know, however they are spelt; each counts as ASCII.
  public List<String> unknownTerms() {
    return terms.stream().filter(term -> !term.isEmpty() && !CodedSet.isKnown(term)).toList();
  }

  /// Whether every character of a text can be written in these sets.
  public boolean canEncode(String text) {
    return codec.canEncode(text);
  }

  /// The text of a value field, of one or many values.
  public String decode(Bytes bytes, Vr vr) {
    if (isPlain(bytes)) {
      return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.ISO_8859_1);
    }
    return codec.decode(bytes, vr);
  }

  /// The bytes of a text; characters that the sets don't have become `?`.
  public Bytes encode(String text, Vr vr) {
    return Bytes.wrap(codec.encode(text, vr));
  }

  /// Whether bytes mean the same in every set: ASCII without escape sequences.
  private boolean isPlain(Bytes bytes) {
    if (!codec.startsWithAscii()) {
      return false;
    }
    byte[] array = bytes.array();
    for (int i = bytes.offset(), end = i + bytes.length(); i < end; i++) {
      if (array[i] < 0 || array[i] == 0x1B) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpecificCharacterSet that && terms.equals(that.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  @Override
  public String toString() {
    return String.join("\\", terms);
  }
}
