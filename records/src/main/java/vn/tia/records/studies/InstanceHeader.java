package vn.tia.records.studies;

import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The data set of an instance whose long binary values were left in its file.
///
/// A long value is a [Value.Bulk] with its place in the file.
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
    return BulkPlaces.of(dataset);
  }

  static InstanceHeader decode(byte[] header, String bulk) {
    return new InstanceHeader(BulkPlaces.in(Encoded.fromDeflated(header), bulk));
  }

  /// The same for a query, which answers no long value: those within sequences stay empty, so that
  /// the sequence can be answered.
  static InstanceHeader decodeForQuery(byte[] header, String bulk) {
    return decode(header, BulkPlaces.top(bulk));
  }

  private static Element[] shortElements(Dataset dataset) {
    return dataset.elements()
        .filter(element -> !BulkPlaces.isBulk(element))
        .map(InstanceHeader::withoutNestedBulk)
        .toArray(Element[]::new);
  }

  private static Element withoutNestedBulk(Element element) {
    if (element.vr() != Vr.SQ) {
      return BulkPlaces.isBulk(element)
          ? new Element(element.tag(), element.vr(), Value.EMPTY) : element;
    }
    var items = element.items().stream()
        .map(item -> Dataset.of(
            item.elements().map(InstanceHeader::withoutNestedBulk).toArray(Element[]::new)))
        .toList();
    return new Element(element.tag(), Vr.SQ, new Value.Sequence(items));
  }

  private static boolean isShort(Element element) {
    return element.vr() == Vr.SQ
        || element.bytes().map(bytes -> bytes.length() < 65_535).orElse(true);
  }
}
