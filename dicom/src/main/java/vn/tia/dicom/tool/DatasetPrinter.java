package vn.tia.dicom.tool;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Dictionary;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;

/// Prints data sets as a tree, one line for each element and item.
final class DatasetPrinter {
  private static final int VALUE_COLUMNS = 44;
  private static final int CHARS_MAX = 72;

  private final PrintStream out;
  private final FieldText text;

  private DatasetPrinter(PrintStream out, FieldText text) {
    this.out = out;
    this.text = text;
  }

  /// A printer that cuts long values.
  static DatasetPrinter cutting(PrintStream out) {
    return new DatasetPrinter(out, new FieldText(CHARS_MAX));
  }

  /// A printer that shows every value as long as it is.
  static DatasetPrinter whole(PrintStream out) {
    return new DatasetPrinter(out, new FieldText(Integer.MAX_VALUE));
  }

  /// Prints a data set, its lines indented by a depth.
  void print(Dataset dataset, int depth) {
    Map<Integer, String> creators = new HashMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      Element element = dataset.elementAt(i);
      if (element.tag().isPrivateCreator()) {
        element.string().ifPresent(name ->
            creators.put(element.tag().code(), Printable.of(name)));
      }
      String name = name(element.tag(), creators);
      line(depth, "%s %s %s".formatted(element.tag(), element.vr(), text.of(element)),
          (FieldText.length(element) + " " + name).strip());
      inside(element, depth);
    }
  }

  private void inside(Element element, int depth) {
    List<Dataset> items = element.items();
    for (int i = 0; i < items.size(); i++) {
      line(depth + 1, "item [%d]".formatted(i), "");
      print(items.get(i), depth + 2);
    }
    if (element.value() instanceof Value.Fragments(var table, var fragments)) {
      line(depth + 1, "offset table, %d entries".formatted(table.length() / 4), "");
      for (int i = 0; i < fragments.size(); i++) {
        Bytes fragment = fragments.get(i);
        line(depth + 1, "fragment %d, %d bytes".formatted(i + 1, fragment.length()), "");
      }
    }
  }

  private void line(int depth, String what, String remark) {
    String indented = "  ".repeat(depth) + what;
    out.println(remark.isEmpty()
        ? indented : Printable.padded(indented, VALUE_COLUMNS) + "  # " + remark);
  }

  /// The keyword; of a private element, whose it is (PS3.5 section 7.8).
  private static String name(Tag tag, Map<Integer, String> creators) {
    if (tag.isGroupLength()) {
      return "GroupLength";
    }
    if (!tag.isPrivate()) {
      return Dictionary.find(tag).map(Dictionary.Entry::keyword).orElse("Unknown");
    }
    if (tag.isPrivateCreator()) {
      return "PrivateCreator";
    }
    int creator = Tag.of(tag.group(), tag.element() >>> 8).code();
    return Optional.ofNullable(creators.get(creator))
        .map(owner -> "Private of " + owner).orElse("Private of nobody");
  }
}
