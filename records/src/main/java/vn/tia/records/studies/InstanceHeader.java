package vn.tia.records.studies;

import java.util.stream.Collectors;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The data set of an instance whose long binary values were left in its file.
///
/// A long value at the top level is a [Value.Bulk] with its place in the file. One inside a
/// sequence shows as empty: to read it, read the file.
///
/// @param dataset as `DatasetReader` gives it when it leaves bulk in the source; offsets count from
///     the first byte of the file
public record InstanceHeader(Dataset dataset) {

  /// What the column `header` holds.
  byte[] encoded() {
    var kept = Dataset.of(shortElements(dataset));
    try {
      return Encoded.deflated(kept);
    } catch (IllegalArgumentException _) {
      // An implicit sender may give a text of 64 KiB and more, which explicit VR can't hold.
      return Encoded.deflated(Dataset.of(kept.elements()
          .filter(InstanceHeader::isShort)
          .toArray(Element[]::new)));
    }
  }

  /// What the column `bulk` holds.
  String bulk() {
    return dataset.elements()
        .filter(InstanceHeader::isBulk)
        .map(InstanceHeader::place)
        .collect(Collectors.joining(" "));
  }

  static InstanceHeader decode(byte[] header, String bulk) {
    var builder = Encoded.fromDeflated(header).toBuilder();
    for (var place : bulk.isEmpty() ? new String[0] : bulk.split(" ")) {
      builder.put(element(place));
    }
    return new InstanceHeader(builder.build());
  }

  private static String place(Element element) {
    var bulk = (Value.Bulk) element.value();
    return "%08X/%s/%d/%d".formatted(
        element.tag().code(), element.vr(), bulk.offset(), bulk.length());
  }

  private static Element element(String place) {
    var parts = place.split("/");
    return new Element(new Tag(Integer.parseUnsignedInt(parts[0], 16)), Vr.valueOf(parts[1]),
        new Value.Bulk(Long.parseLong(parts[2]), Long.parseLong(parts[3])));
  }

  private static Element[] shortElements(Dataset dataset) {
    return dataset.elements()
        .filter(element -> !isBulk(element))
        .map(InstanceHeader::withoutNestedBulk)
        .toArray(Element[]::new);
  }

  private static Element withoutNestedBulk(Element element) {
    if (element.vr() != Vr.SQ) {
      return isBulk(element) ? new Element(element.tag(), element.vr(), Value.EMPTY) : element;
    }
    var items = element.items().stream()
        .map(item -> Dataset.of(
            item.elements().map(InstanceHeader::withoutNestedBulk).toArray(Element[]::new)))
        .toList();
    return new Element(element.tag(), Vr.SQ, new Value.Sequence(items));
  }

  private static boolean isBulk(Element element) {
    return !element.isFromField() && element.value() instanceof Value.Bulk;
  }

  private static boolean isShort(Element element) {
    return element.vr() == Vr.SQ
        || element.bytes().map(bytes -> bytes.length() < 65_535).orElse(true);
  }
}
