package vn.tia.dicom.data;

import java.util.Optional;

/// How many values an attribute has (PS3.5 section 6.4): `1`, `1-3`, `1-n`, `2-2n`, `3-3n`.
record Multiplicity(int least, int most, int step) {
  private static final int ANY = Integer.MAX_VALUE;

  static Multiplicity parse(String text) {
    String[] ends = text.split("-");
    int least = Integer.parseInt(ends[0]);
    if (ends.length == 1) {
      return new Multiplicity(least, least, 1);
    }
    if (!ends[1].endsWith("n")) {
      return new Multiplicity(least, Integer.parseInt(ends[1]), 1);
    }
    String step = ends[1].substring(0, ends[1].length() - 1);
    return new Multiplicity(least, ANY, step.isEmpty() ? 1 : Integer.parseInt(step));
  }

  /// Says that an element has another number of values than PS3.6 gives it.
  static Optional<String> problem(Element element) {
    int count = switch (element.value()) {
      case Value.Text(var values) -> values.size();
      case Value.Numbers(var values) -> values.size();
      case Value.TagList(var values) -> values.size();
      case Value.Empty _, Value.Binary _, Value.Sequence _, Value.Fragments _, Value.Bulk _ -> 0;
    };
    if (count == 0) {
      return Optional.empty();
    }
    return Dictionary.find(element.tag())
        .filter(entry -> !parse(entry.multiplicity()).allows(count))
        .map(entry -> "takes %s values, got %d".formatted(entry.multiplicity(), count));
  }

  boolean allows(int count) {
    return count >= least && count <= most && (most != ANY || step == 1 || count % step == 0);
  }
}
