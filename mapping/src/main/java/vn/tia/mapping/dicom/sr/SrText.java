package vn.tia.mapping.dicom.sr;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.tia.dicom.data.PartialDateTime;
import vn.tia.dicom.data.Precision;
import vn.tia.mapping.dicom.sr.ContentItem.Amount;
import vn.tia.mapping.dicom.sr.ContentItem.Code;
import vn.tia.mapping.dicom.sr.ContentItem.Container;
import vn.tia.mapping.dicom.sr.ContentItem.Moment;
import vn.tia.mapping.dicom.sr.ContentItem.ObjectReference;
import vn.tia.mapping.dicom.sr.ContentItem.Other;
import vn.tia.mapping.dicom.sr.ContentItem.Person;
import vn.tia.mapping.dicom.sr.ContentItem.UidReference;
import vn.tia.mapping.dicom.sr.ContentItem.Words;
import vn.tia.mapping.exam.Coded;
import vn.tia.mapping.names.PersonNames;

/// Writes a content tree as plain text: headings, paragraphs and `name: value` lines, indented as
/// they nest.
///
/// What has no words (coordinates, references to images, UIDs) is left out: it is in the document.
final class SrText {
  private static final String INDENT = "  ";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final List<String> lines = new ArrayList<>();

  private SrText() {}

  /// The whole document.
  static String of(ContentItem root) {
    var text = new SrText();
    root.name().flatMap(Coded::display).ifPresent(text.lines::add);
    root.children().forEach(child -> text.add(child, 0));
    return String.join("\n", text.lines);
  }

  /// What an item says by itself, in one line or as its own text.
  static Optional<String> value(ContentItem item) {
    return switch (item.content()) {
      case Words(String text) -> Optional.of(text.strip());
      case Code(Coded code) -> Optional.of(meaning(code));
      case Amount(var number, var unit) -> number.map(value -> value.toPlainString()
          + unit.map(SrText::unit).filter(one -> !one.isEmpty()).map(one -> " " + one).orElse(""));
      case Moment(String value) -> Optional.of(moment(value));
      case Person(String name) -> Optional.of(PersonNames.toHumanName(name).text());
      case Container(), UidReference _, ObjectReference _, Other _ -> Optional.empty();
    };
  }

  /// An item with what modifies it, such as `Diameter: 3 cm (Left)`.
  static String modified(ContentItem item, String said) {
    var modifiers = item.children().stream()
        .filter(child -> child.relationship().equals("HAS CONCEPT MOD"))
        .flatMap(child -> value(child).stream())
        .collect(Collectors.joining(", "));
    return modifiers.isEmpty() ? said : said + " (" + modifiers + ")";
  }

  private void add(ContentItem item, int level) {
    var name = item.name().map(SrText::meaning);
    var value = value(item);
    if (item.relationship().equals("HAS CONCEPT MOD")) {
      return;
    }
    boolean isHeading = item.content() instanceof Container;
    if (isHeading && name.isPresent() && hasWords(item)) {
      lines.add("");
      line(level, modified(item, name.get()));
    }
    value.ifPresent(said -> line(level, modified(item,
        name.filter(own -> !own.equals(said)).map(own -> own + ": " + said).orElse(said))));
    int below = isHeading && name.isEmpty() ? level : level + 1;
    item.children().forEach(child -> add(child, below));
  }

  private static boolean hasWords(ContentItem item) {
    return item.all().anyMatch(one -> value(one).isPresent());
  }

  private void line(int level, String text) {
    text.lines().forEach(line -> lines.add(INDENT.repeat(Math.min(level, 8)) + line));
  }

  private static String meaning(Coded code) {
    return code.display().orElse(code.code());
  }

  /// A unit as it is written behind a number; UCUM's `1` and `{…}` count things.
  private static String unit(Coded unit) {
    return unit.code().equals("1") ? "" : unit.code().replaceAll("^\\{(.*)}$", "$1");
  }

  private static String moment(String value) {
    return PartialDateTime.parse(value)
        .map(time -> time.precision().compareTo(Precision.DAY) <= 0
            ? DAY.format(time.earliest()) : MINUTE.format(time.earliest()))
        .orElse(value);
  }
}
