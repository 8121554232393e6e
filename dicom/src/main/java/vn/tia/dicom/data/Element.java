package vn.tia.dicom.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One data element: tag, value representation, value.
///
/// An element that was read keeps the bytes of its value field, and makes its value from them when
/// it is first asked for; so bytes that can't be understood are never lost and never throw.
public final class Element {
  private final Tag tag;
  private final Vr vr;
  private final @Nullable Bytes field;
  private final Encoding encoding;
  // Set late and without a lock: each value is immutable, and any thread would make the same one.
  private @Nullable Value value;

  /// An element with a value whose shape fits the VR.
  ///
  /// @throws IllegalArgumentException if it doesn't fit
  public Element(Tag tag, Vr vr, Value value) {
    if (!fits(vr, value)) {
      throw new IllegalArgumentException(
          tag + " " + vr + " can't hold a " + value.getClass().getSimpleName());
    }
    this.tag = tag;
    this.vr = vr;
    this.field = null;
    this.encoding = Encoding.DEFAULT;
    this.value = isEmpty(value) ? Value.EMPTY : value;
  }

  /// An element with these texts for values; digits become numbers and tags where the VR asks for
  /// them.
  ///
  /// @throws IllegalArgumentException if the VR is no text and a text can't be turned into it
  public static Element of(Tag tag, Vr vr, List<String> texts) {
    return new Element(tag, vr, ValueParsing.parse(tag, vr, texts));
  }

  private Element(Tag tag, Vr vr, Bytes field, Encoding encoding) {
    this.tag = tag;
    this.vr = vr;
    this.field = field;
    this.encoding = encoding;
  }

  /// An element whose value field came as these bytes; not for sequences.
  public static Element encoded(Tag tag, Vr vr, Bytes field, Encoding encoding) {
    if (vr == Vr.SQ) {
      throw new IllegalArgumentException(tag + " SQ has items, not a value field");
    }
    return new Element(tag, vr, field, encoding);
  }

  private static boolean fits(Vr vr, Value value) {
    return switch (value) {
      case Value.Empty _, Value.Bulk _ -> true;
      case Value.Text _ -> vr.shape() == Vr.Shape.TEXT;
      case Value.Numbers _ -> vr.shape() == Vr.Shape.NUMBERS;
      case Value.TagList _ -> vr.shape() == Vr.Shape.TAGS;
      case Value.Sequence _ -> vr.shape() == Vr.Shape.SEQUENCE;
      case Value.Binary _, Value.Fragments _ -> vr.shape() == Vr.Shape.BINARY;
    };
  }

  private static boolean isEmpty(Value value) {
    return switch (value) {
      case Value.Empty _ -> true;
      case Value.Text(var values) -> values.isEmpty()
          || values.size() == 1 && values.getFirst().isEmpty();
      case Value.Numbers(var values) -> values.isEmpty();
      case Value.TagList(var values) -> values.isEmpty();
      case Value.Sequence(var items) -> items.isEmpty();
      case Value.Binary(var bytes) -> bytes.isEmpty();
      case Value.Fragments _, Value.Bulk _ -> false;
    };
  }

  public Tag tag() {
    return tag;
  }

  public Vr vr() {
    return vr;
  }

  public Value value() {
    Value known = value;
    if (known == null) {
      known = ValueCodec.decode(vr, Objects.requireNonNull(field), encoding);
      value = known;
    }
    return known;
  }

  /// Whether the bytes of the value field are at hand, so that [#encoded(Encoding)] needn't make
  /// them.
  public boolean isFromField() {
    return field != null;
  }

  /// Whether those bytes are text in these character sets, so that writing loses nothing.
  public boolean isFieldIn(SpecificCharacterSet set) {
    return field != null && encoding.characterSet().equals(set);
  }

  /// Whether the element is present without a value.
  public boolean isEmpty() {
    return field != null ? field.isEmpty() : value() == Value.EMPTY;
  }

  /// Whether the text shows U+FFFD for bytes that its character set doesn't know; the bytes
  /// themselves are kept, and [#encoded(Encoding)] gives them.
  public boolean hasUnreadableText() {
    return value() instanceof Value.Text(var values)
        && values.stream().anyMatch(text -> text.indexOf('\uFFFD') >= 0);
  }

  /// All values as text: text as it is, numbers in decimal digits, tags as eight digits.
  ///
  /// An element of unknown VR is read by the VR that the dictionary has for its tag.
  public List<String> strings() {
    return ElementReading.strings(readable());
  }

  /// The first value as text, empty where there is none or it is blank.
  public Optional<String> string() {
    List<String> all = strings();
    return all.isEmpty() || all.getFirst().isBlank()
        ? Optional.empty() : Optional.of(all.getFirst());
  }

  /// The first value as an `int`, empty where it is absent, no whole number, or too large.
  public OptionalInt integer() {
    return ElementReading.integer(readable());
  }

  /// The first value as a `long`, empty where it is absent, no whole number, or too large.
  public OptionalLong whole() {
    return ElementReading.whole(readable());
  }

  /// The first value as a `double`, empty where it is absent or no number.
  public OptionalDouble decimal() {
    return ElementReading.decimal(readable());
  }

  /// The items of a sequence; none for any other VR.
  public List<Dataset> items() {
    return vr == Vr.SQ && value() instanceof Value.Sequence(var items) ? items : List.of();
  }

  /// The bytes of a binary value; of another value, its field in little endian.
  public Optional<Bytes> bytes() {
    return switch (value()) {
      case Value.Binary(var bytes) -> Optional.of(bytes);
      case Value.Text _, Value.Numbers _, Value.TagList _ ->
          Optional.of(encoded(encodingForBytes()));
      case Value.Empty _, Value.Sequence _, Value.Fragments _, Value.Bulk _ -> Optional.empty();
    };
  }

  private Encoding encodingForBytes() {
    return new Encoding(Encoding.DEFAULT.order(),
        field == null ? SpecificCharacterSet.UTF_8 : encoding.characterSet());
  }

  /// The same bytes with their text read in other character sets, in items too unless they declare
  /// their own.
  Element readIn(SpecificCharacterSet set) {
    if (field != null) {
      return new Element(tag, vr, field, encoding.withCharacterSet(set));
    }
    return items().isEmpty() ? this : new Element(tag, vr,
        new Value.Sequence(items().stream().map(item -> readIn(set, item)).toList()));
  }

  private static Dataset readIn(SpecificCharacterSet set, Dataset item) {
    return item.contains(Tags.SPECIFIC_CHARACTER_SET)
        ? item : item.toBuilder().readIn(set).build();
  }

  /// The value field in an encoding: the very bytes that were read where they still serve.
  public Bytes encoded(Encoding wanted) {
    if (field != null && serves(wanted)) {
      return field;
    }
    return ValueCodec.encode(vr, value(), wanted);
  }

  private boolean serves(Encoding wanted) {
    boolean sameText = !vr.hasCharacterSet()
        || wanted.characterSet().equals(encoding.characterSet());
    boolean sameOrder = vr.unit() == 1 || wanted.order() == encoding.order();
    return sameText && sameOrder;
  }

  /// This element, or the same bytes under the dictionary's VR where its own is unknown.
  private Element readable() {
    if (vr != Vr.UN || !(value() instanceof Value.Binary(var bytes))) {
      return this;
    }
    Vr known = Dictionary.vrOf(tag);
    return known == Vr.UN || known == Vr.SQ ? this
        : new Element(tag, known, field == null ? bytes : field, encoding);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Element that
        && tag.equals(that.tag) && vr == that.vr && value().equals(that.value());
  }

  @Override
  public int hashCode() {
    return Objects.hash(tag, vr, value());
  }

  /// Tag and VR without the value, which may be patient data.
  @Override
  public String toString() {
    return tag + " " + vr;
  }
}
