package vn.tia.dicom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Collects elements and makes a data set of them; of two with the same tag the later one counts.
public final class DatasetBuilder {
  private Element[] elements = new Element[16];
  private int size;
  private boolean sorted = true;

  DatasetBuilder() {}

  public DatasetBuilder put(Element element) {
    if (size > 0) {
      sorted &= elements[size - 1].tag().compareTo(element.tag()) < 0;
    }
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
    }
    elements[size++] = element;
    return this;
  }

  /// Puts texts under the dictionary's VR; digits become numbers and tags where it asks for them.
  ///
  /// @throws IllegalArgumentException if the VR is no text and a text can't be turned into it
  public DatasetBuilder put(Tag tag, String... values) {
    Vr vr = Dictionary.vrOf(tag);
    return put(new Element(tag, vr, ValueParsing.parse(tag, vr, List.of(values))));
  }

  /// Puts numbers under the dictionary's VR, as digits where it is IS or DS.
  public DatasetBuilder put(Tag tag, int... values) {
    return put(tag, Arrays.stream(values).mapToObj(Integer::toString).toArray(String[]::new));
  }

  /// Puts numbers under the dictionary's VR, as digits where it is DS.
  public DatasetBuilder put(Tag tag, double... values) {
    Vr vr = Dictionary.vrOf(tag);
    return put(new Element(tag, vr, ValueParsing.decimals(tag, vr, values)));
  }

  /// Puts bytes under the dictionary's VR, words in little endian order.
  public DatasetBuilder put(Tag tag, Bytes bytes) {
    return put(new Element(tag, Dictionary.vrOf(tag), new Value.Binary(bytes)));
  }

  public DatasetBuilder putItems(Tag tag, List<Dataset> items) {
    return put(new Element(tag, Vr.SQ, new Value.Sequence(items)));
  }

  /// Puts the element without a value, under the dictionary's VR.
  public DatasetBuilder putEmpty(Tag tag) {
    return put(new Element(tag, Dictionary.vrOf(tag), Value.EMPTY));
  }

  /// The block of a private creator in a group; the first free one is reserved where it has none.
  ///
  /// @throws IllegalArgumentException if the group is even
  /// @throws IllegalStateException if all of its 240 blocks are taken
  public PrivateBlock reserve(int group, String creator) {
    int free = 0;
    for (int number = PrivateBlock.NUMBER_MAX; number >= PrivateBlock.NUMBER_MIN; number--) {
      Optional<String> owner = get(Tag.of(group, number)).flatMap(Element::string);
      if (owner.isEmpty()) {
        free = number;
      } else if (owner.get().equals(creator)) {
        return new PrivateBlock(group, number, creator);
      }
    }
    if (free == 0) {
      throw new IllegalStateException("group %04X has no free private block".formatted(group));
    }
    var block = new PrivateBlock(group, free, creator);
    put(block.reservation());
    return block;
  }

  /// The element that was put last under a tag.
  public Optional<Element> get(Tag tag) {
    for (int i = size - 1; i >= 0; i--) {
      if (elements[i].tag().code() == tag.code()) {
        return Optional.of(elements[i]);
      }
    }
    return Optional.empty();
  }

  public DatasetBuilder putAll(Dataset dataset) {
    dataset.elements().forEach(this::put);
    return this;
  }

  public DatasetBuilder remove(Tag tag) {
    return keep(element -> !element.tag().equals(tag));
  }

  private DatasetBuilder keep(Predicate<Element> wanted) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (wanted.test(elements[i])) {
        elements[kept++] = elements[i];
      }
    }
    size = kept;
    return this;
  }

  public DatasetBuilder apply(Edit edit) {
    return switch (edit) {
      case Edit.Put(var element) -> put(element);
      case Edit.Replace(var element) -> get(element.tag()).isPresent() ? put(element) : this;
      case Edit.Remove(var tag) -> remove(tag);
      case Edit.RemovePrivate() -> keep(element -> !element.tag().isPrivate());
      case Edit.Clear(var tag) -> change(element -> element.tag().equals(tag)
          ? new Element(tag, element.vr(), Value.EMPTY) : element);
      case Edit.Within(var sequence, var edits) -> change(element ->
          element.tag().equals(sequence)
              ? items(element, (_, item) -> item.apply(edits)) : element);
      case Edit.WithinItem(var sequence, var number, var edits) -> change(element ->
          element.tag().equals(sequence) ? items(element,
              (i, item) -> i == number ? item.apply(edits) : item) : element);
      case Edit.Everywhere everywhere -> {
        everywhere.edits().forEach(this::apply);
        yield change(element -> items(element, (_, item) -> item.apply(List.of(everywhere))));
      }
    };
  }

  private interface ItemChange {
    Dataset apply(int number, Dataset item);
  }

  private static Element items(Element element, ItemChange change) {
    if (element.vr() != Vr.SQ) {
      return element;
    }
    var items = new ArrayList<Dataset>();
    for (Dataset item : element.items()) {
      items.add(change.apply(items.size(), item));
    }
    return new Element(element.tag(), Vr.SQ, new Value.Sequence(items));
  }

  private DatasetBuilder change(UnaryOperator<Element> change) {
    for (int i = 0; i < size; i++) {
      elements[i] = change.apply(elements[i]);
    }
    return this;
  }

  /// Takes the bytes of the elements so far for text in other character sets.
  public DatasetBuilder readIn(SpecificCharacterSet set) {
    for (int i = 0; i < size; i++) {
      elements[i] = elements[i].readIn(set);
    }
    return this;
  }

  /// The data set; the builder can go on and make another.
  public Dataset build() {
    if (size == 0) {
      return Dataset.EMPTY;
    }
    Element[] made = Arrays.copyOf(elements, size);
    if (!sorted) {
      made = latest(made);
    }
    int[] codes = new int[made.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = made[i].tag().code();
    }
    return new Dataset(codes, made);
  }

  private static Element[] latest(Element[] all) {
    // Stable, so that of equal tags the last put stands last.
    Arrays.sort(all, Comparator.comparing(Element::tag));
    int kept = 0;
    for (int i = 0; i < all.length; i++) {
      if (i + 1 == all.length || !all[i].tag().equals(all[i + 1].tag())) {
        all[kept++] = all[i];
      }
    }
    return Arrays.copyOf(all, kept);
  }
}
