package vn.tia.dicom.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// The values of VRs that are text: strings, numbers for IS and DS, objects for names.
final class JsonTexts {

  private JsonTexts() {}

  static Value read(Vr vr, List<Json> values, JsonPath path) throws IOException {
    if (values.size() > 1 && !vr.isMultiValued()) {
      throw path.error(vr + " has one value, got " + values.size());
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(text(vr, values.get(i), path.index(i)));
    }
    return new Value.Text(texts);
  }

  private static String text(Vr vr, Json json, JsonPath path) throws IOException {
    if (json.equals(Json.NULL)) {
      return "";
    }
    String text = switch (json) {
      case Json.Text(var value) when vr != Vr.PN -> value;
      case Json.Digits(var literal) when vr == Vr.IS || vr == Vr.DS -> literal;
      case Json.Object(var groups) when vr == Vr.PN -> name(groups, path);
      case Json.Text _, Json.Digits _, Json.Literal _, Json.Array _, Json.Object _ ->
          throw path.error(wanted(vr) + ", got " + json.kind());
    };
    // Written to DICOM, it would become two values.
    if (vr.isMultiValued() && text.indexOf('\\') >= 0) {
      throw path.error("a value of " + vr + " holds a backslash");
    }
    return text;
  }

  private static String wanted(Vr vr) {
    return switch (vr) {
      case PN -> "PN takes an object of names";
      case IS, DS -> vr + " takes a number";
      default -> vr + " takes a string";
    };
  }

  private static String name(Map<String, Json> groups, JsonPath path) throws IOException {
    StringBuilder name = new StringBuilder();
    int separators = 0;
    for (String key : List.of("Alphabetic", "Ideographic", "Phonetic")) {
      Json json = groups.getOrDefault(key, Json.NULL);
      String group = json instanceof Json.Text(var value) ? value : "";
      if (!(json instanceof Json.Text) && !json.equals(Json.NULL)) {
        throw path.key(key).error("a name is a string, got " + json.kind());
      }
      if (group.indexOf('=') >= 0) {
        throw path.key(key).error("a name holds an equals sign, which parts its writings");
      }
      if (!group.isEmpty()) {
        name.repeat('=', separators).append(group);
        separators = 0;
      }
      separators++;
    }
    return name.toString();
  }
}
