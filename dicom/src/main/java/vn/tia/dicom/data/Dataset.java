package vn.tia.dicom.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A set of data elements in the order of their tags, never changed once made.
public final class Dataset {
  public static final Dataset EMPTY = new Dataset(new int[0], new Element[0]);

  // The codes twice over, so that a search runs through one plain array.
  private final int[] codes;
  private final Element[] elements;

  Dataset(int[] codes, Element[] elements) {
    this.codes = codes;
    this.elements = elements;
  }

  /// The data set with these elements; of two with the same tag the later one counts.
  public static Dataset of(Element... elements) {
    var builder = builder();
    for (Element element : elements) {
      builder.put(element);
    }
    return builder.build();
  }

  public static DatasetBuilder builder() {
    return new DatasetBuilder();
  }

  /// A builder that starts with the elements of this data set.
  public DatasetBuilder toBuilder() {
    var builder = builder();
    for (Element element : elements) {
      builder.put(element);
    }
    return builder;
  }

  public Optional<Element> get(Tag tag) {
    int at = indexOf(tag.code());
    return at < 0 ? Optional.empty() : Optional.of(elements[at]);
  }

  /// Whether the element is there, with or without a value.
  public boolean contains(Tag tag) {
    return indexOf(tag.code()) >= 0;
  }

  private int indexOf(int code) {
    int low = 0;
    int high = codes.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(codes[middle], code);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /// The first value as text without padding, empty where it is absent or blank.
  public Optional<String> string(Tag tag) {
    return get(tag).flatMap(Element::string);
  }

  /// All values as text without padding; single ones may be empty.
  public List<String> strings(Tag tag) {
    return get(tag).map(Element::strings).orElse(List.of());
  }

  /// The first value as an `int`, empty where it is absent, no whole number, or too large.
  public OptionalInt integer(Tag tag) {
    int at = indexOf(tag.code());
    return at < 0 ? OptionalInt.empty() : elements[at].integer();
  }

  /// The first value as a `long`, empty where it is absent, no whole number, or too large.
  public OptionalLong whole(Tag tag) {
    int at = indexOf(tag.code());
    return at < 0 ? OptionalLong.empty() : elements[at].whole();
  }

  /// The first value as a `double`, empty where it is absent or no number.
  public OptionalDouble decimal(Tag tag) {
    int at = indexOf(tag.code());
    return at < 0 ? OptionalDouble.empty() : elements[at].decimal();
  }

  /// The items of a sequence; none where it is absent, empty, or no sequence.
  public List<Dataset> items(Tag tag) {
    return get(tag).map(Element::items).orElse(List.of());
  }

  /// The bytes of a value, words in little endian order.
  public Optional<Bytes> bytes(Tag tag) {
    return get(tag).flatMap(Element::bytes);
  }

  /// The name that a PN element holds first.
  public Optional<PersonName> personName(Tag tag) {
    return string(tag).map(PersonName::parse);
  }

  /// The elements in the order of their tags.
  public Stream<Element> elements() {
    return Arrays.stream(elements);
  }

  /// The element at a place in that order, counted from 0.
  public Element elementAt(int index) {
    return elements[index];
  }

  public int size() {
    return elements.length;
  }

  public boolean isEmpty() {
    return elements.length == 0;
  }

  /// The character sets that (0008,0005) declares here, empty where the data set is silent.
  public Optional<SpecificCharacterSet> characterSet() {
    return get(Tags.SPECIFIC_CHARACTER_SET).map(Element::strings).map(SpecificCharacterSet::of);
  }

  /// The data set that the edits make of this one, each applied to the result of those before.
  public Dataset apply(List<Edit> edits) {
    if (edits.isEmpty()) {
      return this;
    }
    var builder = toBuilder();
    edits.forEach(builder::apply);
    return builder.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dataset that
        && Arrays.equals(codes, that.codes) && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  /// How many elements there are; what they hold may be patient data.
  @Override
  public String toString() {
    return elements.length + " elements";
  }
}
