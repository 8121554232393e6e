package vn.tia.dicom.tool;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The value of an element as one line of text.
///
/// @param charsMax how many characters are shown before the text is cut
record FieldText(int charsMax) {
  private static final int HEX_CHARS_PER_BYTE = 3;

  String of(Element element) {
    return switch (element.value()) {
      case Value.Empty _ -> "(no value)";
      case Value.Text(var texts) -> text(element.vr(), texts);
      case Value.Numbers(var numbers) -> shown(
          numbers.stream().limit(charsMax).map(Object::toString).collect(Collectors.joining("\\")));
      case Value.TagList(var tags) -> shown(
          tags.stream().limit(charsMax).map(Tag::toString).collect(Collectors.joining("\\")));
      case Value.Binary(var bytes) -> hex(bytes);
      case Value.Sequence(var items) -> count(items.size(), "item");
      case Value.Fragments(_, var fragments) -> count(fragments.size(), "fragment");
      case Value.Bulk(long offset, long length) -> length < 0
          ? "(encapsulated, at byte %d)".formatted(offset)
          : "(%d bytes at byte %d)".formatted(length, offset);
    };
  }

  private String text(Vr vr, List<String> texts) {
    String joined = "[" + shown(Printable.of(String.join("\\", texts))) + "]";
    if (vr != Vr.UI) {
      return joined;
    }
    return UidRegistry.find(texts.getFirst())
        .map(entry -> joined + " " + entry.name())
        .orElse(joined);
  }

  private String hex(Bytes bytes) {
    int most = Math.max(1, charsMax / HEX_CHARS_PER_BYTE);
    int shown = Math.min(most, bytes.length());
    String digits = bytes.slice(0, shown).toHex().toLowerCase(Locale.ROOT)
        .replaceAll("(..)(?!$)", "$1 ");
    return shown < bytes.length() ? digits + " …" : digits;
  }

  private static String count(int count, String what) {
    return "(%d %s%s)".formatted(count, what, count == 1 ? "" : "s");
  }

  private String shown(String text) {
    return Printable.cut(text, charsMax);
  }

  /// How many bytes the value field has, as text; empty for what has no length of its own.
  static String length(Element element) {
    return switch (element.value()) {
      case Value.Empty _ -> "0";
      case Value.Text _, Value.Numbers _, Value.TagList _, Value.Binary _ ->
          Integer.toString(element.bytes().map(Bytes::length).orElse(0));
      case Value.Bulk(_, long length) -> length < 0 ? "" : Long.toString(length);
      case Value.Fragments(_, var fragments) ->
          Long.toString(fragments.stream().mapToLong(Bytes::length).sum());
      case Value.Sequence _ -> "";
    };
  }
}
