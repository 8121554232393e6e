package vn.tia.bench.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The text of one resource as the pattern of many: what differs between them is found once.
final class Template {
  private final List<String> between = new ArrayList<>();
  private final List<String> places = new ArrayList<>();

  /// @param differs what is another in each
  Template(String text, Pattern differs) {
    var matcher = differs.matcher(text);
    int end = 0;
    while (matcher.find()) {
      between.add(text.substring(end, matcher.start()));
      places.add(matcher.group());
      end = matcher.end();
    }
    between.add(text.substring(end));
  }

  /// The text with something else in each such place.
  String fill(UnaryOperator<String> by) {
    var text = new StringBuilder(between.getFirst());
    for (int i = 0; i < places.size(); i++) {
      text.append(by.apply(places.get(i))).append(between.get(i + 1));
    }
    return text.toString();
  }
}
