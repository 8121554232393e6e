package vn.tia.dicom.io;

import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.SpecificCharacterSet;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Sees to it that no text is lost in a character set that can't hold it.
final class WritableText {
  /// Command sets and file headers come before (0008,0005), and know ASCII only.
  private static final int HEADER_GROUP_MAX = 2;

  private WritableText() {}

  /// The data set itself where its text fits; else one that declares `ISO_IR 192` throughout.
  static Dataset in(Dataset dataset) {
    boolean isHeader =
        !dataset.isEmpty() && dataset.elementAt(0).tag().group() <= HEADER_GROUP_MAX;
    return isHeader || fits(dataset, SpecificCharacterSet.ASCII)
        ? dataset : declaringUtf8(dataset);
  }

  private static boolean fits(Dataset dataset, SpecificCharacterSet inherited) {
    SpecificCharacterSet set = dataset.characterSet().orElse(inherited);
    return dataset.elements().allMatch(element -> fits(element, set));
  }

  private static boolean fits(Element element, SpecificCharacterSet set) {
    if (element.vr() == Vr.SQ) {
      return element.items().stream().allMatch(item -> fits(item, set));
    }
    return !element.vr().hasCharacterSet() || element.isFieldIn(set)
        || element.strings().stream().allMatch(set::canEncode);
  }

  private static Dataset declaringUtf8(Dataset dataset) {
    return inUtf8(dataset).put(Tags.SPECIFIC_CHARACTER_SET, "ISO_IR 192").build();
  }

  private static DatasetBuilder inUtf8(Dataset dataset) {
    DatasetBuilder builder = Dataset.builder();
    for (int i = 0; i < dataset.size(); i++) {
      Element element = dataset.elementAt(i);
      builder.put(element.vr() == Vr.SQ ? inUtf8(element) : element);
    }
    return builder;
  }

  private static Element inUtf8(Element sequence) {
    List<Dataset> items = sequence.items().stream().map(WritableText::item).toList();
    return new Element(sequence.tag(), Vr.SQ, new Value.Sequence(items));
  }

  /// An item that declares a set of its own must declare the new one too.
  private static Dataset item(Dataset item) {
    return item.contains(Tags.SPECIFIC_CHARACTER_SET)
        ? declaringUtf8(item) : inUtf8(item).build();
  }
}
