package vn.tia.bridge.web.rendered;

import java.util.List;
import java.util.Optional;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;

/// Structured reports as text (PS3.3 section C.17.3): each content item a line, by its depth.
final class Documents {

  private static final List<Tag> TEXTS = List.of(Tags.TEXT_VALUE, Tags.PERSON_NAME, Tags.UID,
      Tags.DATE_TIME, Tags.DATE, Tags.TIME);

  private Documents() {}

  static boolean isReport(Dataset dataset) {
    return dataset.contains(Tags.CONTENT_SEQUENCE) || dataset.contains(Tags.VALUE_TYPE);
  }

  static String text(Dataset report) {
    var text = new StringBuilder(name(report).orElse("Report")).append('\n');
    report.items(Tags.CONTENT_SEQUENCE).forEach(item -> text(item, 1, text));
    return text.toString();
  }

  private static void text(Dataset item, int depth, StringBuilder text) {
    text.append("  ".repeat(depth)).append(line(item)).append('\n');
    item.items(Tags.CONTENT_SEQUENCE).forEach(child -> text(child, depth + 1, text));
  }

  static String html(Dataset report) {
    var title = escaped(name(report).orElse("Report"));
    var html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"><title>")
        .append(title).append("</title></head><body><h1>").append(title).append("</h1>\n");
    list(report, html);
    return html.append("</body></html>\n").toString();
  }

  private static void list(Dataset item, StringBuilder html) {
    var children = item.items(Tags.CONTENT_SEQUENCE);
    if (children.isEmpty()) {
      return;
    }
    html.append("<ul>\n");
    for (var child : children) {
      html.append("<li>").append(escaped(line(child)).replace("\n", "<br>"));
      list(child, html);
      html.append("</li>\n");
    }
    html.append("</ul>\n");
  }

  private static String line(Dataset item) {
    var value = value(item);
    return name(item).map(name -> value.isEmpty() ? name : name + ": " + value).orElse(value);
  }

  private static Optional<String> name(Dataset item) {
    return meaning(item.items(Tags.CONCEPT_NAME_CODE_SEQUENCE));
  }

  private static Optional<String> meaning(List<Dataset> codes) {
    return codes.stream().findFirst()
        .flatMap(code -> code.string(Tags.CODE_MEANING).or(() -> code.string(Tags.CODE_VALUE)));
  }

  private static String value(Dataset item) {
    return switch (item.string(Tags.VALUE_TYPE).orElse("")) {
      case "CODE" -> meaning(item.items(Tags.CONCEPT_CODE_SEQUENCE)).orElse("");
      case "NUM" -> item.items(Tags.MEASURED_VALUE_SEQUENCE).stream().findFirst()
          .map(Documents::measured).orElse("");
      case "IMAGE", "COMPOSITE", "WAVEFORM" ->
          item.items(Tags.REFERENCED_SOP_SEQUENCE).stream().findFirst()
              .flatMap(one -> one.string(Tags.REFERENCED_SOP_INSTANCE_UID)).orElse("");
      default -> TEXTS.stream().flatMap(tag -> item.string(tag).stream()).findFirst()
          .map(text -> text.replace('^', ' ').strip()).orElse("");
    };
  }

  private static String measured(Dataset value) {
    var unit = meaning(value.items(Tags.MEASUREMENT_UNITS_CODE_SEQUENCE));
    return value.string(Tags.NUMERIC_VALUE).orElse("") + unit.map(one -> " " + one).orElse("");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
