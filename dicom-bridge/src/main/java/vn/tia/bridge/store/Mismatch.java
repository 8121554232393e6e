package vn.tia.bridge.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// What an image says of its pixels and can't be so. It is kept all the same (B007): nobody else
/// has these bytes, and what reads them protects itself.
final class Mismatch {

  private static final List<Tag> SIZES = List.of(Tags.ROWS, Tags.COLUMNS);

  private Mismatch() {}

  /// What contradicts itself, empty where nothing does.
  static Optional<String> of(Dataset dataset) {
    var pixels = dataset.get(Tags.PIXEL_DATA);
    if (pixels.isEmpty()) {
      return Optional.empty();
    }
    for (var tag : SIZES) {
      var vr = dataset.get(tag).map(Element::vr);
      if (vr.isPresent() && vr.get() != Vr.US) {
        return Optional.of(tag + " is written as " + vr.get());
      }
    }
    return length(pixels.get()).isPresent() && isShort(dataset, length(pixels.get()).get())
        ? Optional.of(Tags.PIXEL_DATA + " is shorter than its frames")
        : Optional.empty();
  }

  /// The bytes of native pixel data; nothing is known of encapsulated ones.
  private static Optional<Long> length(Element pixels) {
    return switch (pixels.isFromField() ? Value.EMPTY : pixels.value()) {
      case Value.Bulk(_, long length) -> length < 0 ? Optional.empty() : Optional.of(length);
      case Value.Binary(var bytes) -> Optional.of((long) bytes.length());
      case Value.Empty _ -> pixels.bytes().map(bytes -> (long) bytes.length());
      case Value.Fragments _, Value.Text _, Value.Numbers _, Value.TagList _,
          Value.Sequence _ -> Optional.empty();
    };
  }

  private static boolean isShort(Dataset dataset, long length) {
    double cells = number(dataset, Tags.ROWS) * number(dataset, Tags.COLUMNS)
        * dataset.integer(Tags.NUMBER_OF_FRAMES).orElse(1);
    int samples = dataset.integer(Tags.SAMPLES_PER_PIXEL).orElse(1);
    // Of three samples, subsampled colour stores two or fewer.
    double kept = samples == 3
        && dataset.string(Tags.PHOTOMETRIC_INTERPRETATION).orElse("").contains("_42") ? 1.5
        : samples;
    return cells * kept * number(dataset, Tags.BITS_ALLOCATED) / 8 > length;
  }

  private static double number(Dataset dataset, Tag tag) {
    OptionalInt value = dataset.integer(tag);
    return value.isPresent() && value.getAsInt() > 0 ? value.getAsInt() : 0;
  }
}
