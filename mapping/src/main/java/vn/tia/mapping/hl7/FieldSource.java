package vn.tia.mapping.hl7;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a site puts a value: a field, or a component of one, of the order's segments.
public record FieldSource(String segment, int field, int component) {

  private static final Pattern FORM =
      Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d{1,3})(?:\\.(\\d{1,2}))?");

  /// Reads the form of the settings: `OBR-18`, `ORC-7.4`.
  public static FieldSource of(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a field is written like OBR-18 or ORC-7.4, got: " + text);
    }
    String component = matcher.group(3);
    return new FieldSource(matcher.group(1), Integer.parseInt(matcher.group(2)),
        component == null ? 1 : Integer.parseInt(component));
  }

  static List<FieldSource> all(String... texts) {
    return List.of(texts).stream().map(FieldSource::of).toList();
  }

  FaultLocation location() {
    return FaultLocation.of(segment, field);
  }

  @Override
  public String toString() {
    return segment + "-" + field + (component == 1 ? "" : "." + component);
  }
}
