package vn.tia.dicom.io;

import java.util.List;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Edit;
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

  /// The data set itself where its text fits; else one that declares the smallest set that holds
  /// all of it.
  static Dataset in(Dataset dataset) {
    boolean isHeader =
        !dataset.isEmpty() && dataset.elementAt(0).tag().group() <= HEADER_GROUP_MAX;
    return isHeader || fits(dataset, SpecificCharacterSet.ASCII)
        ? dataset : declaring(dataset, SpecificCharacterSet.smallest(texts(dataset).toList()));
  }

  /// Whether all text fits the sets declared with it, or that of the outside.
  static boolean fits(Dataset dataset, SpecificCharacterSet inherited) {
    SpecificCharacterSet set = dataset.characterSet().orElse(inherited);
    for (int i = 0; i < dataset.size(); i++) {
      if (!fits(dataset.elementAt(i), set)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(Element element, SpecificCharacterSet set) {
    if (element.vr() == Vr.SQ) {
      return element.items().stream().allMatch(item -> fits(item, set));
    }
    return !element.vr().hasCharacterSet() || element.isFieldIn(set)
        || element.strings().stream().allMatch(set::canEncode);
  }

  /// Whether all text that edits bring fits a set.
  static boolean fits(List<Edit> edits, SpecificCharacterSet set) {
    return edits.stream().allMatch(edit -> switch (edit) {
      case Edit.Put(var element) -> fits(element, set);
      case Edit.Replace(var element) -> fits(element, set);
      case Edit.Within(_, var inner) -> fits(inner, set);
      case Edit.WithinItem(_, _, var inner) -> fits(inner, set);
      case Edit.Everywhere(var inner) -> fits(inner, set);
      case Edit.Remove _, Edit.RemovePrivate _, Edit.Clear _ -> true;
    });
  }

  private static Stream<String> texts(Dataset dataset) {
    return dataset.elements().flatMap(element -> element.vr() == Vr.SQ
        ? element.items().stream().flatMap(WritableText::texts)
        : element.vr().hasCharacterSet() ? element.strings().stream() : Stream.of());
  }

  /// The data set under another declaration, which its items take over.
  static Dataset declaring(Dataset dataset, SpecificCharacterSet set) {
    return inside(dataset, set)
        .put(Tags.SPECIFIC_CHARACTER_SET, set.terms().toArray(String[]::new)).build();
  }

  /// The elements of a data set whose declaration stands elsewhere.
  static DatasetBuilder inside(Dataset dataset, SpecificCharacterSet set) {
    DatasetBuilder builder = Dataset.builder();
    for (int i = 0; i < dataset.size(); i++) {
      Element element = dataset.elementAt(i);
      builder.put(element.vr() == Vr.SQ ? inside(element, set) : element);
    }
    return builder;
  }

  private static Element inside(Element sequence, SpecificCharacterSet set) {
    List<Dataset> items = sequence.items().stream().map(item -> item(item, set)).toList();
    return new Element(sequence.tag(), Vr.SQ, new Value.Sequence(items));
  }

  /// An item that declares a set of its own must declare the new one too.
  private static Dataset item(Dataset item, SpecificCharacterSet set) {
    return item.contains(Tags.SPECIFIC_CHARACTER_SET)
        ? declaring(item, set) : inside(item, set).build();
  }
}
