package vn.tia.mapping.dicom.sr;

import java.util.Optional;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.mapping.exam.Coded;

/// Reads code sequences (PS3.3 section 8): the value in any of its three places.
final class Concepts {
  private Concepts() {}

  /// The first code of a sequence; empty where it has no value, or one that is longer than a code.
  static Optional<Coded> first(Dataset dataset, Tag sequence) {
    return dataset.items(sequence).stream().findFirst().flatMap(Concepts::of);
  }

  private static Optional<Coded> of(Dataset item) {
    var value = Stream.of(Tags.CODE_VALUE, Tags.LONG_CODE_VALUE, Tags.URN_CODE_VALUE)
        .flatMap(tag -> item.string(tag).stream())
        .findFirst();
    try {
      return value.map(code -> new Coded(code, item.string(Tags.CODE_MEANING),
          item.string(Tags.CODING_SCHEME_DESIGNATOR)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
