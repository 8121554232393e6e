package vn.tia.dicom.image;

import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// The stored values that fill a picture beyond what was measured (PS3.3 section C.7.5.1.1.2).
record Padding(double low, double high) {

  /// The value and the limit of its range, for whole and for floating point numbers.
  private record Pair(Tag value, Tag limit) {}

  private static final List<Pair> PAIRS = List.of(
      new Pair(Tags.PIXEL_PADDING_VALUE, Tags.PIXEL_PADDING_RANGE_LIMIT),
      new Pair(Tags.FLOAT_PIXEL_PADDING_VALUE, Tags.FLOAT_PIXEL_PADDING_RANGE_LIMIT),
      new Pair(Tags.DOUBLE_FLOAT_PIXEL_PADDING_VALUE, Tags.DOUBLE_FLOAT_PIXEL_PADDING_RANGE_LIMIT));

  /// The padding of an object; one that holds nothing where it has none.
  static Padding of(Dataset dataset) {
    for (Pair pair : PAIRS) {
      double value = dataset.decimal(pair.value()).orElse(Double.NaN);
      if (!Double.isNaN(value)) {
        double limit = dataset.decimal(pair.limit()).orElse(value);
        return new Padding(Math.min(value, limit), Math.max(value, limit));
      }
    }
    return new Padding(Double.NaN, Double.NaN);
  }

  boolean holds(double stored) {
    return stored >= low && stored <= high;
  }
}
