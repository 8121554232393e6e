package vn.tia.dicom.data;

import java.util.List;
import java.util.Optional;

/// The 256 elements of a private group that one creator has reserved in a data set (PS3.5 section
/// 7.8.1). Which block that is differs from one data set to the next, so ask for it by its creator.
///
/// @param group the group, an odd number
/// @param number the block, 0x10 to 0xFF: the element number of its creator's element
/// @param creator who reserved it
public record PrivateBlock(int group, int number, String creator) {
  static final int NUMBER_MIN = 0x10;
  static final int NUMBER_MAX = 0xFF;

  public PrivateBlock {
    if (!Tag.of(group, number).isPrivateCreator()) {
      throw new IllegalArgumentException(
          "a private block has an odd group and a number from 10 to FF, got (%04X,%02X)"
              .formatted(group, number));
    }
  }

  /// The blocks that a data set reserves, in the order of their tags.
  public static List<PrivateBlock> all(Dataset dataset) {
    return dataset.elements()
        .filter(element -> element.tag().isPrivateCreator())
        .flatMap(element -> element.string().stream().map(creator ->
            new PrivateBlock(element.tag().group(), element.tag().element(), creator)))
        .toList();
  }

  /// The first block that a creator reserved in a group.
  public static Optional<PrivateBlock> find(Dataset dataset, int group, String creator) {
    return all(dataset).stream()
        .filter(block -> block.group == group && block.creator.equals(creator))
        .findFirst();
  }

  /// The block that a private element belongs to, empty where nobody has reserved it.
  public static Optional<PrivateBlock> of(Dataset dataset, Tag tag) {
    if (!tag.isPrivateData()) {
      return Optional.empty();
    }
    int number = tag.element() >>> 8;
    return dataset.string(Tag.of(tag.group(), number))
        .map(creator -> new PrivateBlock(tag.group(), number, creator));
  }

  /// The tag that an element of the block has in this data set.
  ///
  /// @param element the low byte of its element number, as the creator's documents give it
  public Tag tag(int element) {
    if (element < 0 || element > 0xFF) {
      throw new IllegalArgumentException(
          "a private block has elements 00 to FF, got %X".formatted(element));
    }
    return Tag.of(group, number << 8 | element);
  }

  /// The element that reserves the block.
  public Element reservation() {
    return new Element(Tag.of(group, number), Vr.LO, new Value.Text(List.of(creator)));
  }
}
